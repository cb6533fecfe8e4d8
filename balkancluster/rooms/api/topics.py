"""Topics, for programs: the list, opening and changing one, and how much of it one wants to hear."""

from balkancluster.realtime.streams import read_id
from balkancluster.rooms.api.common import POSTS, READ, ROOM, WRITE, room_of, topic_of
from balkancluster.rooms.levels import set_level
from balkancluster.rooms.moving import move_topic as carry_topic
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.topics import change_topic as alter_topic
from balkancluster.rooms.topics import open_topic as add_topic
from balkancluster.rooms.views import TopicView
from balkancluster.rooms.wire import (
    ChangedTopic,
    NewTopic,
    OtherRoom,
    TopicOut,
    TopicsOut,
    WantedLevel,
    topic_out,
)
from balkancluster.web.operations import Call, Operation


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


async def change_topic(call: Call) -> None:
    """Retitle a topic, close it or open it again."""
    body: ChangedTopic = call.body
    place = (call.services.log, call.actor, room_of(call), topic_of(call))
    await alter_topic(*place, title=body.title, is_closed=body.closed)


async def move_topic(call: Call) -> None:
    """Move a topic to another room that I run as well."""
    new_room_id = read_id(call.body.room)
    await carry_topic(call.services.log, call.actor, room_of(call), topic_of(call), new_room_id)


async def put_level(call: Call) -> None:
    """Follow a topic, mute it, or neither."""
    await set_level(call.services.log, call.actor, room_of(call), topic_of(call), call.body.level)


TOPIC = f"{ROOM}/topics/{{topic}}"

operations = [
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
    Operation("PATCH", TOPIC, change_topic, WRITE, "Retitle, close or reopen a topic", body=ChangedTopic),
    Operation("POST", f"{TOPIC}/move", move_topic, WRITE, "Move a topic to another room", body=OtherRoom),
    Operation("PUT", f"{TOPIC}/level", put_level, WRITE, "Follow or mute a topic", body=WantedLevel),
]
