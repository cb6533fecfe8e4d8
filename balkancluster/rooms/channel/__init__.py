"""Rooms on the socket: who may listen, and how an event looks to a kind of reader."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.realtime.channel import Asked, Happening, Variant
from balkancluster.rooms.channel.telling import Telling
from balkancluster.rooms.events import read_events
from balkancluster.rooms.rights import find_roles, find_seat

READ = "rooms:read"


class RoomChannel:
    """What the hub asks of rooms."""

    async def find_standing(self, session: AsyncSession, actor: Actor, stream_id: int) -> str | None:
        """Return the actor's role in the room, or None for a stranger and for a token that may not read."""
        if not actor.has_scope(READ):
            return None
        try:
            return (await find_seat(session, actor, stream_id)).role
        except NotFound:
            return None

    async def find_standings(self, session: AsyncSession, asked: Collection[Asked]) -> dict[Asked, str]:
        """Return the same for many at once."""
        readers = [(actor, room_id) for actor, room_id in asked if actor.has_scope(READ)]
        roles = await find_roles(session, {(actor.id, room_id) for actor, room_id in readers})
        found = ((one, roles.get((one[0].id, one[1]))) for one in readers)
        return {one: role for one, role in found if role}

    async def read(self, session: AsyncSession, stream_id: int, after: int, limit: int) -> list[Happening]:
        """Return events after a number with what they say today."""
        events = await read_events(session, stream_id, after, limit)
        return [
            Happening(event.seq, event.kind, event.person.id if event.person else None, Telling(event))
            for event in events
        ]

    def present(self, happening: Happening, variant: Variant) -> bytes:
        """Return the event as JSON, its message as the variant reads it."""
        telling: Telling = happening.content
        return telling.to(variant.reading)
