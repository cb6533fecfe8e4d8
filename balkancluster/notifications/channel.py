"""A person's own stream on the socket: heard by that person only."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.notifications.stream import OwnEvent, read_own_events
from balkancluster.realtime.channel import Happening, Variant

ONESELF = "oneself"


class OwnChannel:
    """What the hub asks of people's own streams."""

    async def find_standing(self, _session: AsyncSession, actor: Actor, stream_id: int) -> str | None:
        """Return a standing for the person alone, and for programs of theirs that may read."""
        return ONESELF if stream_id == actor.id and actor.has_scope("rooms:read") else None

    async def read(self, session: AsyncSession, stream_id: int, after: int, limit: int) -> list[Happening]:
        """Return events after a number with what they mean today."""
        events = await read_own_events(session, stream_id, after, limit)
        return [Happening(event.event.seq, event.event.kind, None, event) for event in events]

    def present(self, happening: Happening, variant: Variant) -> bytes:
        """Return the event as JSON, as the variant reads it."""
        event: OwnEvent = happening.content
        return msgspec.json.encode(event.to(variant.reading))
