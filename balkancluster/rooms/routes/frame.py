"""What every page of a room shows around its subject: the reader's rooms, this room, its topics."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import HTMLResponse

from balkancluster.access import Actor, can
from balkancluster.realtime.streams import read_id
from balkancluster.rooms.rights import Seat, find_seat
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.routes.presence import read_presence
from balkancluster.rooms.topic_list import TOPICS_SHOWN, list_topics
from balkancluster.web.arrival import locale_of
from balkancluster.web.pages import render
from balkancluster.web.services import actor, services

RIGHTS = (
    "rename.room",
    "invite.room",
    "remove.member",
    "leave.room",
    "open.topic",
    "close.topic",
    "archive.room",
    "react.messages",
    "pin.messages",
)
READ_ONLY_RIGHTS = frozenset({"remove.member", "leave.room", "archive.room"})
"""What is left to do in an archived room."""


def room_id(request: Request) -> int:
    """Return the id of the room in the address. Raises NotFound for what cannot be one."""
    return read_id(request.path_params["room"])


def topic_id(request: Request) -> int:
    """Return the id of the topic in the address. Raises NotFound for what cannot be one."""
    return read_id(request.path_params["topic"])


def read_number(request: Request, name: str) -> int | None:
    """Return a number of the address, or None for what is none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 16 else None


async def read_rooms(session: AsyncSession, person: Actor, locale: str) -> dict[str, Any]:
    """Return the list of rooms that stands beside every page of rooms, and the sum of what is unread."""
    mine = await list_my_rooms(session, person, locale)
    rooms = [room for room in mine if not room.is_archived]
    archived = [room for room in mine if room.is_archived]
    unread_total = sum(room.unread for room in rooms)
    return {"section": "rooms", "rooms": rooms, "archived_rooms": archived, "unread_total": unread_total}


async def read_frame(
    session: AsyncSession, person: Actor, seat: Seat, locale: str, wanted_topic: int | None = None
) -> dict[str, Any]:
    """Return the reader's rooms, this room, its topics, and what the reader may do here."""
    frame = await read_rooms(session, person, locale)
    topics = await list_topics(session, person.id, seat.room_id, wanted_topic)
    return frame | {
        "room": next(room for room in (*frame["rooms"], *frame["archived_rooms"]) if room.id == seat.room_id),
        "topics": topics,
        "is_full": len(topics) >= TOPICS_SHOWN,
        "may": {action for action in RIGHTS if can(person, action, seat) and _is_left(action, seat)},
    }


async def render_in_room(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page of the room in the address. Raises NotFound for a stranger."""
    person, locale = actor(request), locale_of(request)
    async with services(request).database.read() as session:
        seat = await find_seat(session, person, room_id(request))
        frame = await read_frame(session, person, seat, locale)
    frame["presence"] = read_presence(request, frame["rooms"], seat.room_id)
    return render(request, template, status=status, **(frame | context))


def _is_left(action: str, seat: Seat) -> bool:
    return not seat.is_archived or action in READ_ONLY_RIGHTS
