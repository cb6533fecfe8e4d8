"""Read marks and what is unread: computed from the messages each time, never counted up and down (D16)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database, insert_or_raise
from balkancluster.realtime.models import Stream
from balkancluster.rooms.models import Membership, Mention, Message, ReadMark, Topic
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.topics import find_topic

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Unread:
    """How much of a topic is new to a person, how much of it names the person, and the read mark."""

    count: int = 0
    for_me: int = 0
    read: int = 0


async def count_unread(session: AsyncSession, person_id: int, room_ids: Iterable[int]) -> dict[int, Unread]:
    """Return what is unread by topic; one's own and removed messages never count."""
    read = case((ReadMark.seq > Membership.joined_seq, ReadMark.seq), else_=Membership.joined_seq)
    new = (
        (Message.topic_id == Topic.id)
        & (Message.seq > read)
        & (Message.author_id != person_id)
        & Message.removed_at.is_(None)
    )
    statement = (
        select(
            Topic.id,
            read.label("read"),
            func.count(Message.key).label("messages"),
            func.count(Mention.person_id).label("for_me"),
        )
        .join(Membership, (Membership.room_id == Topic.room_id) & (Membership.person_id == person_id))
        .outerjoin(ReadMark, (ReadMark.topic_id == Topic.id) & (ReadMark.person_id == person_id))
        .outerjoin(Message, new)
        .outerjoin(Mention, (Mention.message_key == Message.key) & (Mention.person_id == person_id))
        .where(Topic.room_id.in_(set(room_ids)))
        .group_by(Topic.id, ReadMark.seq, Membership.joined_seq)
    )
    return {
        row.id: Unread(min(row.messages, MOST_SHOWN), min(row.for_me, MOST_SHOWN), row.read)
        for row in await session.execute(statement)
    }


async def mark_read(
    database: Database, actor: Actor, room_id: int, seq: int, topic_id: int | None = None
) -> None:
    """Remember that the actor has read a topic, or every topic of the room, up to a number; marks only grow.

    A number beyond the head means the head. Raises NotFound for a stranger, Invalid for a topic elsewhere.
    """
    async with database.write() as session:
        await find_seat(session, actor, room_id)
        head = await session.scalar(select(Stream.head).where(Stream.id == room_id)) or 0
        if topic_id is None:
            topics = list(await session.scalars(select(Topic.id).where(Topic.room_id == room_id)))
        else:
            topics = [(await find_topic(session, room_id, topic_id)).id]
        rows = [{"person_id": actor.id, "topic_id": topic, "seq": min(seq, head)} for topic in sorted(topics)]
        await insert_or_raise(session, ReadMark, rows, keys=["person_id", "topic_id"], column="seq")
