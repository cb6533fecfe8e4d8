"""The log of a room, for programs, and how far one has read."""

from balkancluster.realtime.protocol import EventsQuery
from balkancluster.realtime.streams import read_head, read_id
from balkancluster.rooms.api.common import READ, ROOM, WRITE, room_of
from balkancluster.rooms.channel.telling import present_event
from balkancluster.rooms.events import read_events
from balkancluster.rooms.marking import mark_read as remember_read
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.wire import EventsOut, ReadUpTo
from balkancluster.web.operations import Call, Operation


async def list_events(call: Call) -> EventsOut:
    """The log of a room after a number; waits for news if asked to (long poll)."""
    query: EventsQuery = call.query
    room_id = room_of(call)
    async with call.services.database.read() as session:
        await find_seat(session, call.actor, room_id)
        epoch, head = await read_head(session, room_id)
    if query.wait and head <= query.after:
        await call.services.hub.wait_for_news(room_id, query.after, query.wait)
    async with call.services.database.read() as session:
        # Who was removed while waiting hears nothing more.
        await find_seat(session, call.actor, room_id)
        epoch, head = await read_head(session, room_id)
        events = await read_events(session, room_id, query.after, query.limit)
    return EventsOut(epoch, head, [present_event(event, call.reading) for event in events])


async def mark_read(call: Call) -> None:
    """Remember how far one has read; marks only grow."""
    body: ReadUpTo = call.body
    topic_id = read_id(body.topic) if body.topic else None
    await remember_read(
        call.services.database, call.services.log, call.actor, room_of(call), body.seq, topic_id
    )


operations = [
    Operation(
        "GET", f"{ROOM}/events", list_events, READ, "The log of a room", query=EventsQuery, answer=EventsOut
    ),
    Operation("PUT", f"{ROOM}/read", mark_read, WRITE, "Mark as read", body=ReadUpTo),
]
