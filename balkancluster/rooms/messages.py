"""Reading messages: rows of one topic or room, with authors, quotes and mentions joined."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.errors import NotFound
from balkancluster.members.marks import Mark, find_marks
from balkancluster.rooms import markdown
from balkancluster.rooms.models import Mention, Message
from balkancluster.rooms.views import MessageView, Quote

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
)


async def read_page(
    session: AsyncSession, room_id: int, *, topic_id: int | None, before: int | None, limit: int = PAGE
) -> list[MessageView]:
    """Return the newest messages of a topic (or of the whole room) before a number, oldest first."""
    statement = select(*COLUMNS).where(Message.room_id == room_id)
    if topic_id is not None:
        statement = statement.where(Message.topic_id == topic_id)
    if before is not None:
        statement = statement.where(Message.seq < before)
    return (await _read(session, statement.order_by(Message.seq.desc()).limit(limit)))[::-1]


async def find_view(session: AsyncSession, room_id: int, message_id: str) -> MessageView:
    """Return one message of a room. Raises NotFound."""
    found = await _read(session, select(*COLUMNS).where(Message.id == message_id, Message.room_id == room_id))
    if not found:
        raise NotFound
    return found[0]


async def read_by_key(session: AsyncSession, keys: Iterable[int]) -> dict[int, MessageView]:
    """Return messages by their integer keys."""
    wanted = set(keys)
    if not wanted:
        return {}
    statement = select(*COLUMNS).where(Message.key.in_(wanted))
    rows = (await session.execute(statement)).all()
    views = await _views(session, rows)
    return {row.key: view for row, view in zip(rows, views, strict=True)}


async def _read(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> list[MessageView]:
    return await _views(session, (await session.execute(statement)).all())


async def _views(session: AsyncSession, rows: Sequence[AnyRow]) -> list[MessageView]:
    replies = await _read_replies(session, rows)
    mentions = await _read_mentions(session, rows)
    authors = {row.author_id for row in rows} | {row.author_id for row in replies.values()}
    marks = await find_marks(session, authors) if authors else {}
    return [_view(row, marks, replies, mentions[row.key]) for row in rows]


async def _read_replies(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, AnyRow]:
    keys = {row.reply_to for row in rows if row.reply_to is not None}
    if not keys:
        return {}
    columns = (Message.key, Message.id, Message.author_id, Message.html, Message.lang)
    found = await session.execute(select(*columns).where(Message.key.in_(keys)))
    return {row.key: row for row in found}


async def _read_mentions(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    keys = [row.key for row in rows if row.body and "@" in row.body]
    if keys:
        statement = select(Mention.message_key, Mention.person_id).where(Mention.message_key.in_(keys))
        for row in await session.execute(statement):
            found[row.message_key].add(row.person_id)
    return found


def _view(row: AnyRow, marks: dict[int, Mark], replies: dict[int, AnyRow], mentions: set[int]) -> MessageView:
    reply = replies.get(row.reply_to)
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
        reply=_quote(reply, marks[reply.author_id]) if reply else None,
        mentions=frozenset(mentions),
    )


def _quote(row: AnyRow, author: Mark) -> Quote:
    return Quote(row.id, author, markdown.excerpt(row.html or ""), row.lang)
