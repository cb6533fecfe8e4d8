"""Rooms on the socket: who may listen, and how an event looks to a kind of reader."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.realtime.channel import Happening, Variant
from balkancluster.rooms.events import read_events
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.views import EventView, MessageView
from balkancluster.rooms.wire import EventOut, event_out
from balkancluster.web.pages import render_fragment


class RoomChannel:
    """What the hub asks of rooms."""

    async def find_standing(self, session: AsyncSession, actor: Actor, stream_id: int) -> str | None:
        """Return the actor's role in the room, or None for a stranger and for a token that may not read."""
        if actor.scopes is not None and "rooms:read" not in actor.scopes:
            return None
        try:
            return (await find_seat(session, actor, stream_id)).role
        except NotFound:
            return None

    async def read(self, session: AsyncSession, stream_id: int, after: int, limit: int) -> list[Happening]:
        """Return events after a number with what they say today."""
        events = await read_events(session, stream_id, after, limit)
        return [
            Happening(event.seq, event.kind, event.person.id if event.person else None, event)
            for event in events
        ]

    def present(self, happening: Happening, variant: Variant) -> bytes:
        """Return the event as JSON, its message rendered in the variant's locale."""
        return msgspec.json.encode(present_event(happening.content, variant.locale))


def present_event(event: EventView, locale: str) -> EventOut:
    """Return an event for a reader of this locale."""
    return event_out(event, present_message(event.message, locale) if event.message else None)


def present_message(message: MessageView, locale: str) -> str:
    """Return the HTML of a message for every reader of a locale: the same that the page shows.

    What is only true for one reader (mine, names me, local time) is added by the page or the script.
    """
    return render_fragment("rooms/_message.html", locale, message=message)
