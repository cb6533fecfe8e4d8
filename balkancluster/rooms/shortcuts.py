"""The keyboard shortcuts, as the help sheet lists them; shortcuts.js has the same, and a test compares.

Letters are those of Latin layouts. On a Cyrillic layout the key at the same place counts, whatever is written
on it, so that nobody has to switch layouts to move about.
"""

from dataclasses import dataclass

from balkancluster.i18n.messages import Message, _, pgettext


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys to press one after another, and what happens then."""

    keys: tuple[str, ...]
    action: str
    does: Message


@dataclass(frozen=True, slots=True)
class Layout:
    """What is written on the keys of a layout, by the Latin letter at the same place."""

    name: Message
    letters: dict[str, str]

    def key(self, key: str) -> str:
        """Return what is written on a key of this layout; keys that are no letters are the same."""
        return self.letters.get(key, key)


LATIN = "acefghjkmnortu"
SERBIAN = Layout(_("Serbian Cyrillic keyboard"), dict(zip(LATIN, "ацефгхјкмнорту", strict=True)))
BDS = Layout(_("Bulgarian keyboard, BDS"), dict(zip(LATIN, "ьъеожгтнпхдишк", strict=True)))
PHONETIC = Layout(_("Bulgarian keyboard, phonetic"), dict(zip(LATIN, "ацефгхйкмнорту", strict=True)))

LAYOUTS: dict[str, tuple[Layout, ...]] = {"sr-Cyrl": (SERBIAN,), "bg": (BDS, PHONETIC)}
"""The Cyrillic layouts that readers of a locale type on."""

SHORTCUTS: tuple[tuple[Message, tuple[Shortcut, ...]], ...] = (
    (
        _("In a topic"),
        (
            Shortcut(("j",), "next-message", _("Next message")),
            Shortcut(("k",), "previous-message", _("Previous message")),
            Shortcut(("c",), "compose", _("Write a message")),
            Shortcut(("r",), "reply", _("Reply to the message, or to the newest one")),
            Shortcut(("e",), "edit", _("Edit your message, or what you wrote last")),
            Shortcut(("+",), "react", _("React to the message")),
            Shortcut(("o",), "original", _("Show the original of the message, and hide it again")),
            Shortcut(("f",), "first-new", _("To the first new message")),
            Shortcut(("m",), "mark-read", _("Mark as read")),
            Shortcut(("Escape",), "back", _("From the text field to the messages, and back")),
        ),
    ),
    (
        _("From place to place"),
        (
            Shortcut(("n",), "next-topic", _("Next topic with something new")),
            Shortcut(("g", "h"), "home", _("To the start page")),
            Shortcut(("g", "a"), "away", _("Since you were away")),
            Shortcut(("g", "n"), "notifications", _("To your notifications")),
            Shortcut(("g", "r"), "rooms", _("To all rooms")),
            Shortcut(("t",), "new-topic", _("Open a new topic in this room")),
            Shortcut(("/",), "find", pgettext("action", "Find")),
        ),
    ),
    (
        _("Everywhere"),
        (
            Shortcut(("u",), "undo", _("Undo what was just marked as read")),
            Shortcut(("?",), "help", _("Show these shortcuts")),
        ),
    ),
)
