"""Why a text could not be translated, by stable codes, and what people are told of each."""

from balkancluster.i18n.messages import Message, _

UNREACHABLE = "unreachable"
BUSY = "busy"
REFUSED = "refused"
QUOTA = "quota"
REJECTED = "rejected"
GARBLED = "garbled"
LANGUAGE = "language"
BUDGET = "budget"

REASONS: dict[str, Message] = {
    UNREACHABLE: _("The translation service did not answer."),
    BUSY: _("The translation service has too much to do just now."),
    REFUSED: _("The translation service does not accept the key of this server."),
    QUOTA: _("What was agreed with the translation service is used up."),
    REJECTED: _("The translation service could not translate this text."),
    GARBLED: _("What came back did not fit the message, and was thrown away."),
    LANGUAGE: _("What came back was in another language, and was thrown away."),
    BUDGET: _("Today’s characters for translation are used up. There are new ones after midnight (UTC)."),
}

OUTAGES = frozenset({UNREACHABLE, BUSY, REFUSED, QUOTA})
"""After these another text would fare no better."""

UNSENT = OUTAGES | {REJECTED}
"""After these the service has translated nothing, and nothing counts as spent."""


class Failure(Exception):
    """A text was not translated; `reason` is one of the codes above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def say_reason(reason: str) -> Message:
    """Return what people are told."""
    return REASONS.get(reason, REASONS[REJECTED])
