"""The topics of a room as a reader sees them: newest talk first, with what is unread and the last words."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.members.marks import Mark, find_marks
from balkancluster.rooms import markdown
from balkancluster.rooms.models import Message, Topic
from balkancluster.rooms.unread import Unread, count_unread
from balkancluster.rooms.views import TopicView

TOPICS_SHOWN = 200
EXCERPT_LENGTH = 110


async def list_topics(session: AsyncSession, person_id: int, room_id: int) -> list[TopicView]:
    """Return the topics of a room, the one with the newest event first."""
    topics = await session.execute(
        select(Topic.id, Topic.title, Topic.lang, Topic.is_first, Topic.last_seq)
        .where(Topic.room_id == room_id)
        .order_by(Topic.last_seq.desc())
        .limit(TOPICS_SHOWN)
    )
    unread = await count_unread(session, person_id, [room_id])
    last = await _read_last_messages(session, room_id)
    marks = await find_marks(session, {row.author_id for row in last.values()})
    return [_view(row, unread.get(row.id, Unread()), last.get(row.id), marks) for row in topics]


async def _read_last_messages(session: AsyncSession, room_id: int) -> dict[int, AnyRow]:
    newest = (
        select(func.max(Message.seq))
        .where(Message.room_id == room_id, Message.removed_at.is_(None))
        .group_by(Message.topic_id)
    )
    columns = (Message.topic_id, Message.author_id, Message.posted_at, Message.html, Message.lang)
    rows = await session.execute(select(*columns).where(Message.room_id == room_id, Message.seq.in_(newest)))
    return {row.topic_id: row for row in rows}


def _view(row: AnyRow, unread: Unread, last: AnyRow | None, marks: dict[int, Mark]) -> TopicView:
    return TopicView(
        id=row.id,
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
