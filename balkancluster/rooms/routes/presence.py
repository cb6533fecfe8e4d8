"""Who is here, as the pages of a room show it at the moment they are made."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from balkancluster.realtime.presence import NAMED, People
from balkancluster.rooms.models import DIRECT
from balkancluster.rooms.views import RoomView
from balkancluster.web.services import actor, services


@dataclass(frozen=True, slots=True)
class Here:
    """The others who are here in a room."""

    people: People

    @property
    def named(self) -> People:
        """Return them by name, or nobody where they are too many to name."""
        return self.people if len(self.people) <= NAMED else {}


def read_presence(request: Request, rooms: Iterable[RoomView], open_room: int) -> dict[int, Here]:
    """Return who is here besides the reader, in the open room and in each direct one."""
    presence, me = services(request).hub.presence, actor(request).id
    shown = {open_room, *(room.id for room in rooms if room.kind == DIRECT)}
    return {
        room_id: Here({one: name for one, name in presence.people_in(room_id).items() if one != me})
        for room_id in shown
    }
