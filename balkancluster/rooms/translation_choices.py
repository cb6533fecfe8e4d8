"""Always for me: topics and rooms that a reader wants in their own language without asking each time."""

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.topics import find_addressed_topic
from balkancluster.rooms.translation_models import AlwaysRoom, AlwaysTopic


async def is_always(session: AsyncSession, actor: Actor, room_id: int, topic_id: int) -> bool:
    """Whether a person always wants a topic translated, for itself or with its room."""
    of_topic = exists().where(AlwaysTopic.person_id == actor.id, AlwaysTopic.topic_id == topic_id)
    of_room = exists().where(AlwaysRoom.person_id == actor.id, AlwaysRoom.room_id == room_id)
    return bool(await session.scalar(select(of_topic | of_room)))


async def is_always_room(session: AsyncSession, actor: Actor, room_id: int) -> bool:
    """Whether a person always wants the whole room translated."""
    return await session.get(AlwaysRoom, (actor.id, room_id)) is not None


async def choose_always(
    session: AsyncSession, actor: Actor, room_id: int, topic_id: int | None, is_wanted: bool
) -> None:
    """Always translate a topic, or a whole room, for one person, or no longer.

    Raises NotFound for a stranger, Invalid where what is said stays on this server unless one asks.
    """
    seat = await find_seat(session, actor, room_id)
    if seat.kind != OPEN:
        raise Invalid(_("Messages of private rooms are translated one by one, when you ask."))
    if topic_id is None:
        row: AlwaysRoom | AlwaysTopic = AlwaysRoom(person_id=actor.id, room_id=room_id)
        where = {"person_id": actor.id, "room_id": room_id}
    else:
        topic = await find_addressed_topic(session, room_id, topic_id)
        row = AlwaysTopic(person_id=actor.id, topic_id=topic.id)
        where = {"person_id": actor.id, "topic_id": topic.id}
    if is_wanted:
        await session.merge(row)
        await session.flush()
    else:
        await session.execute(delete(type(row)).filter_by(**where))
