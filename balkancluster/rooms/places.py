"""Where a topic or a message is now, among the rooms of who asks: an old link leads there after a move."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.rooms.models import Membership, Message, Topic


class Place(NamedTuple):
    """A room and a topic in it."""

    room_id: int
    topic_id: int


async def find_topic_place(session: AsyncSession, actor: Actor, topic_id: int) -> Place:
    """Return where a topic is. Raises NotFound when it is nowhere, or in a room that is not the actor's."""
    statement = (
        select(Topic.room_id, Topic.id)
        .join(Membership, Membership.room_id == Topic.room_id)
        .where(Topic.id == topic_id, Membership.person_id == actor.id)
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return Place(*row)


async def find_message_place(session: AsyncSession, actor: Actor, message_id: str) -> Place:
    """Return where a message is. Raises NotFound when it is nowhere, or in a room that is not the actor's."""
    statement = (
        select(Message.room_id, Message.topic_id)
        .join(Membership, Membership.room_id == Message.room_id)
        .where(Message.id == message_id, Membership.person_id == actor.id)
    )
    row = None if "\0" in message_id else (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return Place(*row)
