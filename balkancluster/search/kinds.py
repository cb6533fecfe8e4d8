"""The kinds of things that are found, and what readers call them."""

from balkancluster.i18n.messages import Message, _, pgettext

LABELS: dict[str, Message] = {
    "message": pgettext("search", "Messages"),
    "topic": _("Topics"),
    "person": _("People"),
    "organisation": _("Organisations"),
    "room": _("Rooms"),
    "file": _("Files"),
}
KINDS = tuple(LABELS)


def label_of(kind: str) -> Message:
    """Return the words for things of a kind."""
    return LABELS[kind]
