"""How much one wants to hear: topics followed and muted, rooms heard in full or not at all. Nobody else's."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Base
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.notifications.marking import tell_read
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import (
    ALL,
    DIRECT,
    FOLLOWED,
    MENTIONS,
    MUTED,
    NOTHING,
    RoomLevel,
    TopicLevel,
)
from balkancluster.rooms.rights import Seat, find_seat
from balkancluster.rooms.topics import find_addressed_topic

NORMAL = "normal"
LEVELS = (FOLLOWED, NORMAL, MUTED)
ROOM_LEVELS = (ALL, MENTIONS, NOTHING)

CHANGED = "level.changed"


async def set_level(log: Log, actor: Actor, room_id: int, topic_id: int, level: str) -> None:
    """Follow a topic, mute it, or do neither. Raises Invalid for the field level, NotFound for a stranger."""

    async def act(transaction: Transaction) -> None:
        await find_seat(transaction.session, actor, room_id)
        topic = await find_addressed_topic(transaction.session, room_id, topic_id)
        if level not in LEVELS:
            raise Invalid(_("Choose whether to follow the topic or to mute it."), field="level")
        where = {"person_id": actor.id, "topic_id": topic.id}
        await _write(transaction.session, TopicLevel, where, None if level == NORMAL else level)
        transaction.tell(actor.id, CHANGED, actor_id=actor.id, topic_id=topic.id, person_id=room_id)
        # What is told of a muted topic is not shown, and not counted.
        tell_read(transaction, actor.id)

    await log.append((), act)


async def set_room_level(log: Log, actor: Actor, room_id: int, level: str) -> None:
    """Be told of everything in a room, of what names one, or of nothing.

    Raises Invalid for the field level, NotFound for a stranger.
    """

    async def act(transaction: Transaction) -> None:
        seat = await find_seat(transaction.session, actor, room_id)
        if level not in ROOM_LEVELS:
            raise Invalid(_("Choose what of this room you want to be told."), field="level")
        where = {"person_id": actor.id, "room_id": room_id}
        chosen = None if level == usual_level(seat.kind) else level
        await _write(transaction.session, RoomLevel, where, chosen)
        transaction.tell(actor.id, CHANGED, actor_id=actor.id, person_id=room_id)

    await log.append((), act)


async def find_room_level(session: AsyncSession, actor: Actor, seat: Seat) -> str:
    """Return what of a room the actor is told."""
    found = await session.get(RoomLevel, (actor.id, seat.room_id))
    return found.level if found else usual_level(seat.kind)


async def list_room_levels(session: AsyncSession, actor: Actor) -> dict[int, str]:
    """Return the levels that the actor chose, by room; the others have their usual one."""
    statement = select(RoomLevel.room_id, RoomLevel.level).where(RoomLevel.person_id == actor.id)
    return {row.room_id: row.level for row in await session.execute(statement)}


def usual_level(room_kind: str) -> str:
    """Return what is told of a room whose level nobody has chosen: of a direct one everything."""
    return ALL if room_kind == DIRECT else MENTIONS


async def _write(session: AsyncSession, table: type[Base], where: dict[str, Any], level: str | None) -> None:
    if level is None:
        await session.execute(delete(table).filter_by(**where))
        return
    await session.merge(table(**where, level=level))
    await session.flush()
