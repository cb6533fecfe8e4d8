"""What one reader sees of a message in their own language, as a plain value."""

from dataclasses import dataclass

from balkancluster.i18n.messages import Message
from balkancluster.members.marks import Mark

OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Translated:
    """A message in the language of a reader's pages: offered, asked, done, or failed for a reason.

    `lang` is the BCP 47 tag of the words as they are shown. `corrected_by` put right what the service gave,
    which stays reachable as `machine`. `is_open` shows it in the place of the original, which is one click
    away.
    """

    state: str
    provider: str
    html: str = ""
    lang: str = ""
    machine: str = ""
    machine_lang: str = ""
    reason: Message | None = None
    corrected_by: Mark | None = None
    is_open: bool = False
