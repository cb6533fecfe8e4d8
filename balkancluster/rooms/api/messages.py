"""Messages, for programs: post, read, edit, remove."""

from balkancluster.realtime.streams import read_id
from balkancluster.rooms.api.common import POSTS, READ, ROOM, WRITE, room_of
from balkancluster.rooms.channel.moulds import present_message
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.posting import Draft, edit_message, post_message, remove_message
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.wire import (
    EditedMessage,
    EditedOut,
    HistoryQuery,
    MessagesOut,
    NewMessage,
    PostedOut,
    message_out,
    posted_out,
)
from balkancluster.web.operations import Call, Operation


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
        files=tuple(body.files),
    )
    services, room_id = call.services, room_of(call)
    posted = await post_message(services.database, services.log, call.actor, room_id, draft)
    return posted_out(posted, room_id)


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
        [message_out(message, present_message(message, call.reading)) for message in reversed(page)]
    )


async def update_message(call: Call) -> EditedOut:
    """Edit one's own message."""
    services, body = call.services, call.body
    rev = await edit_message(
        services.database,
        services.log,
        call.actor,
        room_of(call),
        call.path("message"),
        body.body,
        body.rev,
        body.files,
    )
    return EditedOut(rev)


async def delete_message(call: Call) -> None:
    """Take one's own message back."""
    await remove_message(call.services.log, call.actor, room_of(call), call.path("message"))


operations = [
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
]
