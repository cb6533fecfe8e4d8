"""Rooms themselves, for programs."""

from balkancluster.rooms.api.common import READ, ROOM, WRITE, room_of
from balkancluster.rooms.levels import set_room_level
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.rooms import archive_room, list_my_rooms
from balkancluster.rooms.wire import ChangedRoom, RoomOut, RoomsOut, WantedRoomLevel, room_out
from balkancluster.web.operations import Call, Operation


async def list_rooms(call: Call) -> RoomsOut:
    """My rooms."""
    async with call.services.database.read() as session:
        rooms = await list_my_rooms(session, call.actor, call.locale)
    return RoomsOut([room_out(room) for room in rooms])


async def read_room(call: Call) -> RoomOut:
    """One of my rooms."""
    async with call.services.database.read() as session:
        seat = await find_seat(session, call.actor, room_of(call))
        rooms = await list_my_rooms(session, call.actor, call.locale)
    return next(room_out(room) for room in rooms if room.id == seat.room_id)


async def change_room(call: Call) -> None:
    """Archive a room, or open it again."""
    await archive_room(call.services.log, call.actor, room_of(call), is_archived=call.body.archived)


async def put_room_level(call: Call) -> None:
    """Be told of everything in a room, of what names me, or of nothing."""
    await set_room_level(call.services.log, call.actor, room_of(call), call.body.level)


operations = [
    Operation("GET", "/rooms", list_rooms, READ, "My rooms", answer=RoomsOut),
    Operation("GET", ROOM, read_room, READ, "One of my rooms", answer=RoomOut),
    Operation("PATCH", ROOM, change_room, WRITE, "Archive a room or open it again", body=ChangedRoom),
    Operation(
        "PUT", f"{ROOM}/level", put_room_level, WRITE, "Choose what of a room I am told", body=WantedRoomLevel
    ),
]
