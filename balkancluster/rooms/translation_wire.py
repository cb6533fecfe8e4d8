"""The JSON of a translation."""

import msgspec


class TranslationOut(msgspec.Struct):
    """A message in the language of the caller's pages, in the script that the caller reads.

    `state` is offered, asked, done or failed; `html` are the words once they are there, `lang` their BCP 47
    tag, `provider` the service, `corrected_by` the name of who put them right. `reason` says why it failed.
    `shown` is how the page shows it.
    """

    state: str
    lang: str
    html: str
    provider: str
    corrected_by: str
    reason: str
    shown: str
