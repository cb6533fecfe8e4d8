"""What is unread: computed from messages and read marks each time, never counted up and down (D16)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from balkancluster.database import AnyRow, fetch
from balkancluster.realtime.models import Stream
from balkancluster.rooms.models import MUTED, Membership, Mention, Message, ReadMark, Topic, TopicLevel

MOST_SHOWN = 1_000

READ = case((ReadMark.seq > Membership.joined_seq, ReadMark.seq), else_=Membership.joined_seq)
"""How far a person has read a topic, where the person's membership and read mark are joined."""


def is_new_to(person_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition of an unread message of a topic; one's own and removed ones never count."""
    return (
        (Message.topic_id == Topic.id)
        & (Message.seq > READ)
        & (Message.author_id != person_id)
        & Message.removed_at.is_(None)
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """How much of a topic is new to a person, how much of it names the person, and the read mark.

    `head` is the number of its room's log up to which was counted, in the same statement. `level` is
    followed, muted or empty.
    """

    topic_id: int = 0
    count: int = 0
    for_me: int = 0
    read: int = 0
    level: str = ""
    head: int = 0

    @property
    def is_muted(self) -> bool:
        """Whether the person wants to hear of this topic only by name."""
        return self.level == MUTED

    @property
    def counted(self) -> int:
        """Return what counts in the sums of rooms: of a muted topic only what names the person."""
        return self.for_me if self.is_muted else self.count


async def count_unread(session: AsyncSession, person_id: int, room_ids: Iterable[int]) -> dict[int, Unread]:
    """Return what is unread by topic; one's own and removed messages never count."""
    by_room = await list_unread(session, person_id, room_ids)
    return {unread.topic_id: unread for topics in by_room.values() for unread in topics}


_PERSON_ID: BindParameter[int] = bindparam("person_id")

_COUNTED = (
    select(
        Topic.id,
        Topic.room_id,
        READ.label("read"),
        func.coalesce(TopicLevel.level, "").label("level"),
        func.count(Message.key).label("messages"),
        func.count(Mention.person_id).label("for_me"),
        Stream.head,
    )
    .join(Stream, Stream.id == Topic.room_id)
    .join(Membership, (Membership.room_id == Topic.room_id) & (Membership.person_id == _PERSON_ID))
    .outerjoin(ReadMark, (ReadMark.topic_id == Topic.id) & (ReadMark.person_id == _PERSON_ID))
    .outerjoin(TopicLevel, (TopicLevel.topic_id == Topic.id) & (TopicLevel.person_id == _PERSON_ID))
    .outerjoin(Message, is_new_to(_PERSON_ID))
    .outerjoin(Mention, (Mention.message_key == Message.key) & (Mention.person_id == _PERSON_ID))
    .group_by(Topic.id, ReadMark.seq, Membership.joined_seq, TopicLevel.level, Stream.head)
)
_UNREAD = _COUNTED.where(Topic.room_id.in_(bindparam("rooms", expanding=True)))
_named = aliased(Topic)
_UNREAD_AROUND = _COUNTED.where(
    Topic.room_id.in_(select(_named.room_id).where(_named.id.in_(bindparam("topics", expanding=True))))
)


async def list_unread(
    session: AsyncSession, person_id: int, room_ids: Iterable[int]
) -> dict[int, list[Unread]]:
    """Return what is unread in each topic, by room; a room without topics has an empty list."""
    return _by_room(await fetch(session, _UNREAD, person_id=person_id, rooms=list(set(room_ids))))


async def list_unread_around(
    session: AsyncSession, person_id: int, topic_ids: Iterable[int]
) -> dict[int, list[Unread]]:
    """Return the same of the rooms in which these topics are now."""
    values = {"person_id": person_id, "topics": list(set(topic_ids))}
    return _by_room(await fetch(session, _UNREAD_AROUND, **values))


def _by_room(rows: Iterable[AnyRow]) -> dict[int, list[Unread]]:
    by_room: dict[int, list[Unread]] = defaultdict(list)
    for row in rows:
        count, for_me = min(row.messages, MOST_SHOWN), min(row.for_me, MOST_SHOWN)
        by_room[row.room_id].append(Unread(row.id, count, for_me, row.read, row.level, row.head))
    return by_room
