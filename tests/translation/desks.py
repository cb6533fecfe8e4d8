"""What the tests of translation share."""

from collections.abc import Awaitable, Callable

import httpx2

from balkancluster.access import Actor
from balkancluster.i18n.reading import choose_reading
from balkancluster.rooms.events import read_events
from balkancluster.rooms.messages import find_view
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.translation_reading import read_translated
from balkancluster.rooms.translation_views import Translated
from balkancluster.rooms.translations import Desk, ask_translation, find_wanting
from tests.people import Network

ORIGIN = "http://house.example"

OpenDesk = Callable[..., Awaitable[Desk]]
Visit = Callable[[Actor], Awaitable[httpx2.AsyncClient]]


async def translate(desk: Desk, who: Actor, room: int, message_id: str) -> Translated | None:
    """Ask for a translation into the language of somebody's pages, and return what they see then."""
    await ask_translation(desk, who, who.locale or "en", room, message_id)
    await desk.translator.settle()
    return await look(desk, who, room, message_id)


async def look(desk: Desk, who: Actor, room: int, message_id: str) -> Translated | None:
    """Return what somebody sees of a message in their language; None where nothing is offered."""
    locale = who.locale or "en"
    async with desk.database.read() as session:
        seat = await find_seat(session, who, room)
        message = await find_view(session, room, message_id)
        wanting = await find_wanting(session, desk.translator, who, locale, seat, message.topic_id)
        if wanting is None:
            return None
        reading = choose_reading(locale)
        found = await read_translated(session, desk.translator, wanting, [message], reading, [message.id])
    return found.get(message.id)


async def kinds_of(network: Network, room: int) -> list[str]:
    """Return the kinds of the events in a room's log."""
    async with network.database.read() as session:
        return [event.kind for event in await read_events(session, room, 0, 1000)]
