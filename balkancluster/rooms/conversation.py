"""A topic laid out for reading: day headings, the line where what is new begins, what continues."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from balkancluster.rooms.translation_views import Translated
from balkancluster.rooms.views import MessageView

CONTINUES_WITHIN = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Day:
    """The first message below is of this day; `at` is its time in the reader's zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """What is below is new to the reader: so many messages of others."""

    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A message for one reader: whether it is their own, names them, or continues the one before.

    `own` has the emoji of the reader's own reactions, `translated` the words in the reader's language.
    """

    message: MessageView
    is_mine: bool
    is_for_me: bool
    continues: bool
    own: frozenset[str] = frozenset()
    translated: Translated | None = None


Entry = Day | Since | Line


def lay_out(
    messages: Sequence[MessageView],
    *,
    person_id: int,
    read: int,
    unread: int,
    time_zone: str,
    own: Set[tuple[str, str]] = frozenset(),
) -> list[Entry]:
    """Return messages (oldest first) with headings between them, as one reader sees them.

    `own` has (message id, emoji) of the reader's reactions.
    """
    entries = _entries(messages, person_id, read, unread, ZoneInfo(time_zone))
    return [_with_own(entry, own) if isinstance(entry, Line) else entry for entry in entries]


def _with_own(line: Line, own: Set[tuple[str, str]]) -> Line:
    emoji = (reaction.emoji for reaction in line.message.reactions)
    mine = frozenset(sign for sign in emoji if (line.message.id, sign) in own)
    return replace(line, own=mine) if mine else line


def with_translations(entries: Sequence[Entry], translated: Mapping[str, Translated]) -> list[Entry]:
    """Return the same with the words of messages in the reader's language, by the ids of the messages."""
    return [
        replace(entry, translated=translated[entry.message.id])
        if isinstance(entry, Line) and entry.message.id in translated
        else entry
        for entry in entries
    ]


def _entries(
    messages: Sequence[MessageView], person_id: int, read: int, unread: int, zone: ZoneInfo
) -> Iterator[Entry]:
    day: date | None = None
    before: MessageView | None = None
    is_told = False
    for message in messages:
        local = message.posted_at.astimezone(zone)
        if local.date() != day:
            day, before = local.date(), None
            yield Day(local)
        if unread and not is_told and message.seq > read and message.author.id != person_id:
            is_told, before = True, None
            yield Since(unread)
        yield Line(
            message=message,
            is_mine=message.author.id == person_id,
            is_for_me=person_id in message.mentions,
            continues=_continues(message, before),
        )
        before = message


def _continues(message: MessageView, before: MessageView | None) -> bool:
    return (
        before is not None
        and not before.is_removed
        and not message.is_removed
        and message.reply is None
        and before.author.id == message.author.id
        and message.posted_at - before.posted_at < CONTINUES_WITHIN
    )
