"""The topics of a room as a reader sees them: newest talk first, with what is unread and the last words."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.members.marks import Mark, find_marks
from balkancluster.rooms.excerpts import read_excerpts
from balkancluster.rooms.models import Membership, Message, Topic, TopicLevel
from balkancluster.rooms.unread import Unread, count_unread
from balkancluster.rooms.views import TopicView

TOPICS_SHOWN = 200
EXCERPT_LENGTH = 110


COLUMNS = (
    Topic.id,
    Topic.room_id,
    Topic.title,
    Topic.lang,
    Topic.is_first,
    Topic.last_seq,
    Topic.closed_at.is_not(None).label("is_closed"),
)


_IN_ORDER = select(*COLUMNS).order_by(Topic.last_seq.desc())
_IDS = select(Topic.id).where(Topic.room_id == bindparam("room_id")).order_by(Topic.last_seq.desc())
_NEWEST = _IN_ORDER.where(
    Topic.room_id == bindparam("room_id"),
    Topic.id.in_(_IDS.limit(bindparam("most"))) | (Topic.id == bindparam("wanted")),
)
_OLDER = _IN_ORDER.where(
    Topic.id.in_(_IDS.where(Topic.last_seq < bindparam("before")).limit(bindparam("most")))
)
_CHOSEN = (
    select(*COLUMNS, TopicLevel.level)
    .join(TopicLevel, TopicLevel.topic_id == Topic.id)
    .join(Membership, Membership.room_id == Topic.room_id)
    .where(TopicLevel.person_id == bindparam("person_id"), Membership.person_id == bindparam("person_id"))
    .order_by(TopicLevel.level, Topic.title, Topic.id)
)
_NAMED = _IN_ORDER.where(Topic.id.in_(bindparam("topics", expanding=True)))


async def list_topics(
    session: AsyncSession, person_id: int, room_id: int, wanted: int | None = None
) -> list[TopicView]:
    """Return the newest topics of a room, the one with the newest event first.

    The `wanted` topic of the room is in the list however old it is.
    """
    unread = await count_unread(session, person_id, [room_id])
    rows = await fetch(session, _NEWEST, room_id=room_id, wanted=wanted, most=TOPICS_SHOWN)
    return await _views(session, rows, unread)


async def list_chosen_topics(session: AsyncSession, person_id: int) -> list[TopicView]:
    """Return the topics that a person follows or has muted, in rooms of theirs; nothing of the talk."""
    rows = await fetch(session, _CHOSEN, person_id=person_id)
    return [
        TopicView(
            id=row.id,
            room_id=row.room_id,
            title=row.title,
            lang=row.lang,
            is_first=row.is_first,
            last_seq=row.last_seq,
            is_closed=row.is_closed,
            level=row.level,
        )
        for row in rows
    ]


async def list_older_topics(
    session: AsyncSession, person_id: int, room_id: int, before: int
) -> list[TopicView]:
    """Return the topics of a room whose newest event comes before a number, the newest of them first."""
    unread = await count_unread(session, person_id, [room_id])
    rows = await fetch(session, _OLDER, room_id=room_id, before=before, most=TOPICS_SHOWN)
    return await _views(session, rows, unread)


async def list_unread_topics(
    session: AsyncSession, person_id: int, room_ids: Iterable[int]
) -> list[TopicView]:
    """Return the topics of these rooms in which something counts as unread: of muted ones only by name."""
    unread = await count_unread(session, person_id, room_ids)
    shown = [topic_id for topic_id, found in unread.items() if found.counted]
    return await _views(session, await fetch(session, _NAMED, topics=shown), unread)


async def _views(session: AsyncSession, rows: Sequence[AnyRow], unread: dict[int, Unread]) -> list[TopicView]:
    last = await _read_last_messages(session, [row.id for row in rows])
    marks = await find_marks(session, {row.author_id for row in last.values()})
    excerpts = await read_excerpts(session, list(last.values()), EXCERPT_LENGTH)
    return [_view(row, unread.get(row.id, Unread()), last.get(row.id), marks, excerpts) for row in rows]


_LAST = (
    select(Message.topic_id, func.max(Message.seq).label("seq"))
    .where(Message.topic_id.in_(bindparam("topics", expanding=True)), Message.removed_at.is_(None))
    .group_by(Message.topic_id)
    .subquery()
)
_LAST_MESSAGES = select(
    Message.key, Message.topic_id, Message.author_id, Message.posted_at, Message.html, Message.lang
).join(_LAST, (_LAST.c.topic_id == Message.topic_id) & (_LAST.c.seq == Message.seq))


async def _read_last_messages(session: AsyncSession, topic_ids: list[int]) -> dict[int, AnyRow]:
    return {row.topic_id: row for row in await fetch(session, _LAST_MESSAGES, topics=topic_ids)}


def _view(
    row: AnyRow, unread: Unread, last: AnyRow | None, marks: dict[int, Mark], excerpts: dict[int, str]
) -> TopicView:
    return TopicView(
        id=row.id,
        room_id=row.room_id,
        title=row.title,
        lang=row.lang,
        is_first=row.is_first,
        last_seq=row.last_seq,
        is_closed=bool(row.is_closed),
        level=unread.level,
        unread=unread.count,
        for_me=unread.for_me,
        read=unread.read,
        last_at=last.posted_at if last else None,
        last_author=marks[last.author_id] if last else None,
        excerpt=excerpts[last.key] if last else "",
        excerpt_lang=last.lang if last else "",
    )
