"""The reactions that there are: a palette of ours, in groups, each with a name in every language.

Not every emoji of Unicode: so each one has a name that a screen reader and a tooltip say in the reader's
language, old phones can draw it, and nobody has to judge flags and weapons under somebody's words. A library
that knows all of them was measured to cost every server 10 MB of memory and 30 ms at its start.
"""

import re
from dataclasses import dataclass

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import Message, _, pgettext

_VARIATION = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""How an emoji is drawn, and the colour of its skin: the same emoji to us."""


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji as it is stored and shown, and its name."""

    sign: str
    name: Message


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Emoji that stand together in the palette. There is one of each, which is equal to itself only."""

    name: Message
    emoji: tuple[Emoji, ...]


GROUPS = (
    Group(
        pgettext("reactions", "Hands"),
        (
            Emoji("👍", pgettext("emoji", "thumbs up")),
            Emoji("👎", pgettext("emoji", "thumbs down")),
            Emoji("👏", pgettext("emoji", "applause")),
            Emoji("🙌", pgettext("emoji", "hands in the air")),
            Emoji("🤝", pgettext("emoji", "handshake")),
            Emoji("🙏", pgettext("emoji", "thank you")),
            Emoji("💪", pgettext("emoji", "strength")),
            Emoji("👌", pgettext("emoji", "all right")),
            Emoji("👋", pgettext("emoji", "waving")),
            Emoji("✋", pgettext("emoji", "raised hand")),
        ),
    ),
    Group(
        pgettext("reactions", "Faces"),
        (
            Emoji("🙂", pgettext("emoji", "smile")),
            Emoji("😄", pgettext("emoji", "laughing face")),
            Emoji("😂", pgettext("emoji", "tears of joy")),
            Emoji("😍", pgettext("emoji", "delight")),
            Emoji("😎", pgettext("emoji", "cool")),
            Emoji("🥳", pgettext("emoji", "celebrating")),
            Emoji("🤔", pgettext("emoji", "thinking")),
            Emoji("😮", pgettext("emoji", "surprise")),
            Emoji("😅", pgettext("emoji", "relief")),
            Emoji("😢", pgettext("emoji", "sadness")),
        ),
    ),
    Group(
        pgettext("reactions", "Work"),
        (
            Emoji("✅", pgettext("emoji", "done")),
            Emoji("❌", pgettext("emoji", "no")),
            Emoji("❓", pgettext("emoji", "question")),
            Emoji("❗", pgettext("emoji", "important")),
            Emoji("👀", pgettext("emoji", "looking into it")),
            Emoji("💡", pgettext("emoji", "idea")),
            Emoji("🎯", pgettext("emoji", "goal")),
            Emoji("📄", pgettext("emoji", "document")),
            Emoji("📅", pgettext("emoji", "calendar")),
            Emoji("⏳", pgettext("emoji", "still waiting")),
            Emoji("📞", pgettext("emoji", "call")),
            Emoji("✉️", pgettext("emoji", "letter")),
            Emoji("📦", pgettext("emoji", "parcel")),
            Emoji("🚚", pgettext("emoji", "lorry")),
            Emoji("🏭", pgettext("emoji", "factory")),
            Emoji("🧵", pgettext("emoji", "thread")),
            Emoji("🧶", pgettext("emoji", "yarn")),
            Emoji("🔧", pgettext("emoji", "spanner")),
            Emoji("📈", pgettext("emoji", "growth")),
            Emoji("💶", pgettext("emoji", "euro")),
        ),
    ),
    Group(
        pgettext("reactions", "Joy"),
        (
            Emoji("❤️", pgettext("emoji", "heart")),
            Emoji("🎉", pgettext("emoji", "party")),
            Emoji("🎁", pgettext("emoji", "gift")),
            Emoji("🏆", pgettext("emoji", "trophy")),
            Emoji("⭐", pgettext("emoji", "star")),
            Emoji("🔥", pgettext("emoji", "fire")),
            Emoji("🌻", pgettext("emoji", "sunflower")),
            Emoji("🍇", pgettext("emoji", "grapes")),
            Emoji("☕", pgettext("emoji", "coffee")),
            Emoji("🥂", pgettext("emoji", "cheers")),
        ),
    ),
)

_BY_BARE_SIGN = {_VARIATION.sub("", emoji.sign): emoji for group in GROUPS for emoji in group.emoji}


def find_emoji(sign: str) -> Emoji | None:
    """Return the emoji of the palette, however it is drawn; None for what is not in it."""
    return _BY_BARE_SIGN.get(_VARIATION.sub("", sign))


OFTEN = tuple(_BY_BARE_SIGN[sign] for sign in "👍👏🙏🎉👀✅")
"""What stands first: in the menu of a message, and at the head of the palette."""


def clean_emoji(sign: str) -> str:
    """Return the emoji as it is stored. Raises Invalid for what is not in the palette."""
    found = find_emoji(sign)
    if found is None:
        message = _("This is not one of the reactions here. Choose one from the palette.")
        raise Invalid(message, field="emoji", code="unknown_emoji")
    return found.sign
