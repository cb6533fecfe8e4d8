"""What a person's own stream says of rooms: a place that was read, a room entered, left or silenced."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import AnyRow
from balkancluster.i18n.reading import Reading
from balkancluster.notifications.stream import Fields, register
from balkancluster.notifications.wire import MarkedOut, OwnRoomOut
from balkancluster.rooms.levels import CHANGED, list_room_levels, usual_level
from balkancluster.rooms.marking import MARKED
from balkancluster.rooms.memberships import ENTERED, EXITED
from balkancluster.rooms.rooms import find_my_rooms
from balkancluster.rooms.unread import Unread, list_unread_around
from balkancluster.rooms.views import RoomView


async def read_marked(session: AsyncSession, person_id: int, rows: Sequence[AnyRow]) -> dict[int, Fields]:
    """Say how far topics are read today, and what that leaves unread in their rooms."""
    read = {row.topic_id for row in rows}
    unread = await list_unread_around(session, person_id, read)
    # Of a topic where the person is not any more there is nothing to say.
    marked = {
        topic.topic_id: _marked(room_id, topic, topics)
        for room_id, topics in unread.items()
        for topic in topics
        if topic.topic_id in read
    }
    return {row.seq: _always(marked=marked[row.topic_id]) for row in rows if row.topic_id in marked}


def _marked(room_id: int, mine: Unread, topics: Sequence[Unread]) -> MarkedOut:
    return MarkedOut(
        room=str(room_id),
        topic=str(mine.topic_id),
        seq=mine.read,
        topic_unread=mine.count,
        topic_for_me=mine.for_me,
        unread=sum(topic.counted for topic in topics),
        for_me=sum(topic.for_me for topic in topics),
        head=mine.head,
    )


def _always(**fields: Any) -> Fields:
    return lambda _reading: fields


async def read_rooms(session: AsyncSession, person_id: int, rows: Sequence[AnyRow]) -> dict[int, Fields]:
    """Say how rooms stand today in the list of a person who entered, left, or chose what to hear of them."""
    ids = {row.person_id for row in rows}
    person = Actor(id=person_id, name="")
    lines = await find_my_rooms(session, person, ids)
    levels = await list_room_levels(session, person)

    def fields_of(row: AnyRow) -> Fields:
        topic = {"topic": str(row.topic_id)} if row.topic_id else {}

        def fields(reading: Reading) -> dict[str, Any]:
            room = next((room for room in lines(reading.locale) if room.id == row.person_id), None)
            level = levels.get(row.person_id, "")
            return topic | {"room": _room(room, level) if room else OwnRoomOut(str(row.person_id))}

        return fields

    return {row.seq: fields_of(row) for row in rows}


def _room(room: RoomView, level: str) -> OwnRoomOut:
    return OwnRoomOut(
        id=str(room.id),
        name=room.name,
        lang=room.lang,
        kind=room.kind,
        head=room.head,
        epoch=room.epoch,
        unread=room.unread,
        for_me=room.for_me,
        archived=room.is_archived,
        muted=tuple(str(topic) for topic in room.muted),
        level=level or usual_level(room.kind),
    )


def register_room_events() -> None:
    """Take part in people's own streams."""
    register(read_marked, MARKED)
    register(read_rooms, ENTERED, EXITED, CHANGED)
