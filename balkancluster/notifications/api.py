"""One's own stream and one's notifications, for programs."""

from balkancluster.notifications.marking import mark_one_read
from balkancluster.notifications.marking import mark_read as remember_read
from balkancluster.notifications.reading import count_unread, find_notifications
from balkancluster.notifications.stream import read_own_events
from balkancluster.notifications.wire import (
    NotificationsOut,
    NotificationsQuery,
    NotificationsRead,
    OwnEventsOut,
    notification_out,
)
from balkancluster.realtime.protocol import EventsQuery
from balkancluster.realtime.streams import read_head, read_id
from balkancluster.web.operations import Call, Operation

READ, WRITE = "rooms:read", "rooms:write"
MINE = "/me/notifications"


async def list_my_events(call: Call) -> OwnEventsOut:
    """My own stream after a number; waits for news if asked to (long poll)."""
    query: EventsQuery = call.query
    person_id = call.actor.id
    async with call.services.database.read() as session:
        _epoch, head = await read_head(session, person_id)
    if query.wait and head <= query.after:
        await call.services.hub.wait_for_news(person_id, query.after, query.wait, is_own=True)
    async with call.services.database.read() as session:
        epoch, head = await read_head(session, person_id)
        events = await read_own_events(session, person_id, query.after, query.limit)
    return OwnEventsOut(epoch, head, [event.to(call.reading) for event in events])


async def list_notifications(call: Call) -> NotificationsOut:
    """My notifications, the newest first."""
    query: NotificationsQuery = call.query
    async with call.services.database.read() as session:
        # The number first: what comes while the list is read is heard after it, not missed.
        epoch, head = await read_head(session, call.actor.id)
        found = await find_notifications(session, call.actor, query.before, query.limit)
        unread = await count_unread(session, call.actor.id)
    return NotificationsOut(epoch, head, unread, [notification_out(each, call.reading) for each in found])


async def mark_notifications_read(call: Call) -> None:
    """Mark everything up to a number of my own stream as read, on every device."""
    body: NotificationsRead = call.body
    await remember_read(call.services.log, call.actor, body.seq)


async def mark_notification_read(call: Call) -> None:
    """Mark one notification as read."""
    await mark_one_read(call.services.log, call.actor, read_id(call.path("notification")))


operations = [
    Operation(
        "GET",
        "/me/events",
        list_my_events,
        READ,
        "My own stream",
        query=EventsQuery,
        answer=OwnEventsOut,
    ),
    Operation(
        "GET",
        MINE,
        list_notifications,
        READ,
        "My notifications",
        query=NotificationsQuery,
        answer=NotificationsOut,
    ),
    Operation(
        "PUT",
        f"{MINE}/read",
        mark_notifications_read,
        WRITE,
        "Mark notifications as read",
        body=NotificationsRead,
    ),
    Operation(
        "PUT", f"{MINE}/{{notification}}/read", mark_notification_read, WRITE, "Mark one notification as read"
    ),
]
