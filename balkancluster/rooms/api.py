"""Rooms for programs: the operations of DESIGN section 5."""

from balkancluster.realtime.protocol import EventsQuery
from balkancluster.realtime.streams import read_head, read_id
from balkancluster.rooms.channel import present_event, present_message
from balkancluster.rooms.events import read_events
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.posting import Draft, edit_message, post_message, remove_message
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.topics import open_topic as add_topic
from balkancluster.rooms.unread import mark_read as remember_read
from balkancluster.rooms.views import TopicView
from balkancluster.rooms.wire import (
    EditedMessage,
    EditedOut,
    EventsOut,
    HistoryQuery,
    MessagesOut,
    NewMessage,
    NewTopic,
    PostedOut,
    ReadUpTo,
    RoomsOut,
    TopicOut,
    TopicsOut,
    message_out,
    posted_out,
    room_out,
    topic_out,
)
from balkancluster.web.limits import Limit
from balkancluster.web.operations import Call, Operation

POSTS = Limit("posts", times=100, seconds=10)


def room_of(call: Call) -> int:
    """Return the id of the room in the address. Raises NotFound for what cannot be one."""
    return read_id(call.path("room"))


async def list_rooms(call: Call) -> RoomsOut:
    """My rooms."""
    async with call.services.database.read() as session:
        rooms = await list_my_rooms(session, call.actor, call.locale)
    return RoomsOut([room_out(room) for room in rooms])


async def list_room_topics(call: Call) -> TopicsOut:
    """The topics of a room."""
    async with call.services.database.read() as session:
        seat = await find_seat(session, call.actor, room_of(call))
        topics = await list_topics(session, call.actor.id, seat.room_id)
    return TopicsOut([topic_out(topic) for topic in topics])


async def open_topic(call: Call) -> TopicOut:
    """Open a topic."""
    await call.services.limits.ensure_below(POSTS, call.actor.id)
    topic = await add_topic(call.services.log, call.actor, room_of(call), call.body.title)
    view = TopicView(topic.id, topic.room_id, topic.title, topic.lang, topic.is_first, topic.last_seq)
    return topic_out(view)


async def create_message(call: Call) -> PostedOut:
    """Post a message, once for each client id."""
    await call.services.limits.ensure_below(POSTS, call.actor.id)
    body: NewMessage = call.body
    draft = Draft(
        client_id=body.client_id,
        body=body.body,
        topic_id=read_id(body.topic) if body.topic else None,
        new_topic=body.new_topic.title if body.new_topic else None,
        reply_to=body.reply_to,
    )
    services = call.services
    return posted_out(await post_message(services.database, services.log, call.actor, room_of(call), draft))


async def list_messages(call: Call) -> MessagesOut:
    """Messages before a number, the newest first."""
    query: HistoryQuery = call.query
    topic_id = read_id(query.topic) if query.topic else None
    async with call.services.database.read() as session:
        seat = await find_seat(session, call.actor, room_of(call))
        page = await read_page(
            session, seat.room_id, topic_id=topic_id, before=query.before, limit=query.limit
        )
    return MessagesOut(
        [message_out(message, present_message(message, call.locale)) for message in reversed(page)]
    )


async def update_message(call: Call) -> EditedOut:
    """Edit one's own message."""
    services, body = call.services, call.body
    rev = await edit_message(
        services.database, services.log, call.actor, room_of(call), call.path("message"), body.body, body.rev
    )
    return EditedOut(rev)


async def delete_message(call: Call) -> None:
    """Take one's own message back."""
    await remove_message(call.services.log, call.actor, room_of(call), call.path("message"))


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
    return EventsOut(epoch, head, [present_event(event, call.locale) for event in events])


async def mark_read(call: Call) -> None:
    """Remember how far one has read; marks only grow."""
    body: ReadUpTo = call.body
    topic_id = read_id(body.topic) if body.topic else None
    await remember_read(call.services.database, call.actor, room_of(call), body.seq, topic_id)


READ, WRITE = "rooms:read", "rooms:write"
ROOM = "/rooms/{room}"

operations = [
    Operation("GET", "/rooms", list_rooms, READ, "My rooms", answer=RoomsOut),
    Operation("GET", f"{ROOM}/topics", list_room_topics, READ, "Topics of a room", answer=TopicsOut),
    Operation(
        "POST",
        f"{ROOM}/topics",
        open_topic,
        WRITE,
        "Open a topic",
        body=NewTopic,
        answer=TopicOut,
        status=201,
    ),
    Operation(
        "POST",
        f"{ROOM}/messages",
        create_message,
        WRITE,
        "Post a message",
        body=NewMessage,
        answer=PostedOut,
        status=201,
    ),
    Operation(
        "GET",
        f"{ROOM}/messages",
        list_messages,
        READ,
        "Messages, newest first",
        query=HistoryQuery,
        answer=MessagesOut,
    ),
    Operation(
        "PATCH",
        f"{ROOM}/messages/{{message}}",
        update_message,
        WRITE,
        "Edit a message",
        body=EditedMessage,
        answer=EditedOut,
    ),
    Operation("DELETE", f"{ROOM}/messages/{{message}}", delete_message, WRITE, "Remove a message"),
    Operation(
        "GET", f"{ROOM}/events", list_events, READ, "The log of a room", query=EventsQuery, answer=EventsOut
    ),
    Operation("PUT", f"{ROOM}/read", mark_read, WRITE, "Mark as read", body=ReadUpTo),
]
