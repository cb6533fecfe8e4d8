"""The topics of a room as a reader sees them: newest talk first, with what is unread and the last words."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.members.marks import Mark, find_marks
from balkancluster.rooms import markdown
from balkancluster.rooms.models import Message, Topic
from balkancluster.rooms.unread import Unread, count_unread
from balkancluster.rooms.views import TopicView

TOPICS_SHOWN = 200
EXCERPT_LENGTH = 110


COLUMNS = (Topic.id, Topic.room_id, Topic.title, Topic.lang, Topic.is_first, Topic.last_seq)


async def list_topics(
    session: AsyncSession, person_id: int, room_id: int, wanted: int | None = None
) -> list[TopicView]:
    """Return the newest topics of a room, the one with the newest event first.

    The `wanted` topic of the room is in the list however old it is.
    """
    newest = select(Topic.id).where(Topic.room_id == room_id)
    newest = newest.order_by(Topic.last_seq.desc()).limit(TOPICS_SHOWN)
    unread = await count_unread(session, person_id, [room_id])
    shown = (Topic.room_id == room_id) & (Topic.id.in_(newest) | (Topic.id == wanted))
    return await _read_views(session, shown, unread)


async def list_older_topics(
    session: AsyncSession, person_id: int, room_id: int, before: int
) -> list[TopicView]:
    """Return the topics of a room whose newest event comes before a number, the newest of them first."""
    older = select(Topic.id).where(Topic.room_id == room_id, Topic.last_seq < before)
    older = older.order_by(Topic.last_seq.desc()).limit(TOPICS_SHOWN)
    unread = await count_unread(session, person_id, [room_id])
    return await _read_views(session, Topic.id.in_(older), unread)


async def list_unread_topics(
    session: AsyncSession, person_id: int, room_ids: Iterable[int]
) -> list[TopicView]:
    """Return the topics of these rooms in which something is unread."""
    unread = await count_unread(session, person_id, room_ids)
    shown = Topic.id.in_([topic_id for topic_id, found in unread.items() if found.count])
    return await _read_views(session, shown, unread)


async def _read_views(
    session: AsyncSession, shown: ColumnElement[bool], unread: dict[int, Unread]
) -> list[TopicView]:
    rows = (await session.execute(select(*COLUMNS).where(shown).order_by(Topic.last_seq.desc()))).all()
    last = await _read_last_messages(session, [row.id for row in rows])
    marks = await find_marks(session, {row.author_id for row in last.values()})
    return [_view(row, unread.get(row.id, Unread()), last.get(row.id), marks) for row in rows]


async def _read_last_messages(session: AsyncSession, topic_ids: list[int]) -> dict[int, AnyRow]:
    newest = (
        select(Message.topic_id, func.max(Message.seq).label("seq"))
        .where(Message.topic_id.in_(topic_ids), Message.removed_at.is_(None))
        .group_by(Message.topic_id)
        .subquery()
    )
    columns = (Message.topic_id, Message.author_id, Message.posted_at, Message.html, Message.lang)
    statement = select(*columns).join(
        newest, (newest.c.topic_id == Message.topic_id) & (newest.c.seq == Message.seq)
    )
    return {row.topic_id: row for row in await session.execute(statement)}


def _view(row: AnyRow, unread: Unread, last: AnyRow | None, marks: dict[int, Mark]) -> TopicView:
    return TopicView(
        id=row.id,
        room_id=row.room_id,
        title=row.title,
        lang=row.lang,
        is_first=row.is_first,
        last_seq=row.last_seq,
        unread=unread.count,
        for_me=unread.for_me,
        read=unread.read,
        last_at=last.posted_at if last else None,
        last_author=marks[last.author_id] if last else None,
        excerpt=markdown.excerpt(last.html or "", EXCERPT_LENGTH) if last else "",
        excerpt_lang=last.lang if last else "",
    )
