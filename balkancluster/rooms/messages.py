"""Reading messages: rows of one topic or room, with authors, quotes and mentions joined."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.errors import NotFound
from balkancluster.files.views import FileView
from balkancluster.members.marks import Mark, find_marks
from balkancluster.rooms.attachments import read_attached, read_file_names
from balkancluster.rooms.excerpts import excerpt
from balkancluster.rooms.former import find_former_mentions
from balkancluster.rooms.models import Mention, Message, MessageFile, Pin, Reaction
from balkancluster.rooms.reaction_views import group_reactions, read_reactions
from balkancluster.rooms.views import MessageView, Quote, ReactionView

PAGE = 50

COLUMNS = (
    Message.key,
    Message.id,
    Message.seq,
    Message.client_id,
    Message.room_id,
    Message.topic_id,
    Message.author_id,
    Message.posted_at,
    Message.rev,
    Message.body,
    Message.html,
    Message.lang,
    Message.edited_at,
    Message.removed_at,
    Message.reply_to,
    exists().where(Pin.message_key == Message.key).correlate(Message).label("is_pinned"),
    exists().where(Reaction.message_key == Message.key).correlate(Message).label("is_reacted_to"),
    exists().where(MessageFile.message_key == Message.key).correlate(Message).label("has_files"),
)


async def read_page(
    session: AsyncSession, room_id: int, *, topic_id: int | None, before: int | None, limit: int = PAGE
) -> list[MessageView]:
    """Return the newest messages of a topic (or of the whole room) before a number, oldest first."""
    statement = _page(topic_id is not None, before is not None)
    values = {"room_id": room_id, "topic_id": topic_id, "before": before, "most": limit}
    return (await _read(session, statement, **values))[::-1]


@cache
def _page(is_of_topic: bool, has_end: bool) -> Select[*tuple[Any, ...]]:
    statement = select(*COLUMNS).where(Message.room_id == bindparam("room_id"))
    if is_of_topic:
        statement = statement.where(Message.topic_id == bindparam("topic_id"))
    if has_end:
        statement = statement.where(Message.seq < bindparam("before"))
    return statement.order_by(Message.seq.desc()).limit(bindparam("most"))


_FROM = (
    select(*COLUMNS)
    .where(Message.room_id == bindparam("room_id"), Message.topic_id == bindparam("topic_id"))
    .where(Message.seq >= bindparam("seq"))
    .order_by(Message.seq)
    .limit(bindparam("most"))
)
_PINNED = (
    select(*COLUMNS)
    .join(Pin, Pin.message_key == Message.key)
    .where(Message.topic_id == bindparam("topic_id"))
    .order_by(Pin.pinned_at.desc(), Message.seq.desc())
)
_REPLIES = select(
    Message.key, Message.id, Message.room_id, Message.author_id, Message.html, Message.lang
).where(Message.key.in_(bindparam("keys", expanding=True)))
_MENTIONS = select(Mention.message_key, Mention.person_id).where(
    Mention.message_key.in_(bindparam("keys", expanding=True))
)


async def read_page_from(
    session: AsyncSession, room_id: int, topic_id: int, seq: int, limit: int = PAGE
) -> list[MessageView]:
    """Return the first messages of a topic from a number on, oldest first."""
    return await _read(session, _FROM, room_id=room_id, topic_id=topic_id, seq=seq, most=limit)


async def find_view(session: AsyncSession, room_id: int, message_id: str) -> MessageView:
    """Return one message of a room. Raises NotFound."""
    found = await _read(session, select(*COLUMNS).where(Message.id == message_id, Message.room_id == room_id))
    if not found:
        raise NotFound
    return found[0]


async def list_pinned(session: AsyncSession, topic_id: int) -> list[MessageView]:
    """Return the pinned messages of a topic, the one pinned last first."""
    return await _read(session, _PINNED, topic_id=topic_id)


async def _read(
    session: AsyncSession, statement: Select[*tuple[Any, ...]], **values: Any
) -> list[MessageView]:
    return await make_views(session, await fetch(session, statement, **values))


async def make_views(session: AsyncSession, rows: Sequence[AnyRow]) -> list[MessageView]:
    """Return the messages of rows that have COLUMNS, with what belongs to them."""
    replies = await _read_replies(session, rows)
    mentions = await _read_mentions(session, rows)
    naming = [*mentions, *(reply.key for reply in replies.values() if "@" in (reply.html or ""))]
    former = await find_former_mentions(session, naming)
    reacted = await read_reactions(session, (row.key for row in rows if row.is_reacted_to))
    people = {row.author_id for row in (*rows, *replies.values())} | {row.person_id for row in reacted}
    marks = await find_marks(session, people) if people else {}
    reactions = group_reactions(reacted, marks)
    files = await read_attached(session, (row.key for row in rows if row.has_files))
    names = await read_file_names(session, replies.values())
    quotes = _Quotes(replies, marks, former, names)
    return [
        _view(row, marks, quotes.of(row), mentions[row.key], reactions.get(row.key, ()), former, files)
        for row in rows
    ]


async def _read_replies(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, AnyRow]:
    keys = {row.reply_to for row in rows if row.reply_to is not None}
    if not keys:
        return {}
    return {row.key: row for row in await fetch(session, _REPLIES, keys=list(keys))}


async def _read_mentions(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    keys = [row.key for row in rows if row.body and "@" in row.body]
    if keys:
        for row in await fetch(session, _MENTIONS, keys=keys):
            found[row.message_key].add(row.person_id)
    return found


def _view(
    row: AnyRow,
    marks: dict[int, Mark],
    reply: Quote | None,
    mentions: set[int],
    reactions: tuple[ReactionView, ...],
    former: dict[int, set[int]],
    files: dict[int, tuple[FileView, ...]],
) -> MessageView:
    return MessageView(
        id=row.id,
        seq=row.seq,
        client_id=row.client_id,
        room_id=row.room_id,
        topic_id=row.topic_id,
        author=marks[row.author_id],
        posted_at=row.posted_at,
        rev=row.rev,
        body=row.body,
        html=row.html,
        lang=row.lang,
        edited_at=row.edited_at,
        removed_at=row.removed_at,
        reply=reply,
        mentions=frozenset(mentions),
        former=frozenset(former.get(row.key, ())),
        reactions=reactions,
        is_pinned=row.is_pinned,
        files=files.get(row.key, ()),
    )


@dataclass(frozen=True, slots=True)
class _Quotes:
    """What a page of messages answers, by the key of what is answered."""

    replies: dict[int, AnyRow]
    marks: dict[int, Mark]
    former: dict[int, set[int]]
    names: dict[int, str]

    def of(self, message: AnyRow) -> Quote | None:
        """Return what a message answers, or None."""
        row = self.replies.get(message.reply_to)
        if row is None:
            return None
        if row.room_id != message.room_id:
            # Answer and answered were parted by a move: who reads here may not be in that room.
            return Quote(row.id, None, "", "")
        words = excerpt(row, self.former.get(row.key, ()), self.names.get(row.key, ""))
        return Quote(row.id, self.marks[row.author_id], words, row.lang)
