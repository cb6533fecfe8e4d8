"""What programs may ask about the person they act for."""

from datetime import datetime

import msgspec

from balkancluster.database import AnyRow
from balkancluster.members.own_stream import read_own_events
from balkancluster.realtime.protocol import EventsQuery
from balkancluster.realtime.streams import read_head
from balkancluster.web.operations import Call, Operation


class ActorOut(msgspec.Struct):
    """Who acted."""

    id: str
    name: str


class OwnEventOut(msgspec.Struct):
    """One event of one's own stream."""

    seq: int
    kind: str
    at: datetime
    actor: ActorOut | None


class OwnEventsOut(msgspec.Struct):
    """A part of one's own stream: everything after the number that was asked for, up to the limit."""

    epoch: str
    head: int
    events: list[OwnEventOut]


async def list_my_events(call: Call) -> OwnEventsOut:
    """My own stream after a number; waits for news if asked to (long poll)."""
    query: EventsQuery = call.query
    person_id = call.actor.id
    async with call.services.database.read() as session:
        _epoch, head = await read_head(session, person_id)
    if query.wait and head <= query.after:
        await call.services.hub.wait_for_news(person_id, query.after, query.wait)
    async with call.services.database.read() as session:
        epoch, head = await read_head(session, person_id)
        events = await read_own_events(session, person_id, query.after, query.limit)
    return OwnEventsOut(epoch, head, [_event_out(event) for event in events])


def _event_out(event: AnyRow) -> OwnEventOut:
    actor = ActorOut(str(event.actor_id), event.name) if event.actor_id else None
    return OwnEventOut(event.seq, event.kind, event.at, actor)


operations = [
    Operation(
        "GET",
        "/me/events",
        list_my_events,
        "rooms:read",
        "My own stream",
        query=EventsQuery,
        answer=OwnEventsOut,
    ),
]
