"""The pages of moving a topic: first where to, then the question what that means."""

from typing import Any

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import ensure_can
from balkancluster.errors import Conflict, Forbidden, Invalid, NotFound
from balkancluster.realtime.streams import read_id
from balkancluster.rooms.models import Message
from balkancluster.rooms.moving import list_targets, move_topic
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.routes.frame import read_frame, read_number, room_id, topic_id
from balkancluster.rooms.routes.presence import read_presence
from balkancluster.rooms.topics import find_addressed_topic
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@signed_in
async def show_move(request: Request) -> Response:
    """Ask where the topic should go; with a room in the address, say what the move means."""
    return await _render(request, Form(), read_number(request, "room"))


async def _render(request: Request, form: Form, wanted: int | None, status: int = 200) -> Response:
    context = await _read(request, wanted)
    return render(request, "rooms/move.html", status=status, form=form, **context)


async def _read(request: Request, wanted: int | None) -> dict[str, Any]:
    person, locale = actor(request), locale_of(request)
    async with services(request).database.read() as session:
        seat = await find_seat(session, person, room_id(request))
        ensure_can(person, "close.topic", seat)
        topic = await find_addressed_topic(session, seat.room_id, topic_id(request))
        frame = await read_frame(session, person, seat, locale, topic.id)
        targets = await list_targets(session, person, seat, topic)
        count = select(func.count()).select_from(Message).where(Message.topic_id == topic.id)
        messages = await session.scalar(count) or 0
    rooms = [room for room in frame["rooms"] if room.id in targets]
    target = next((room for room in rooms if room.id == wanted), None)
    view = next(one for one in frame["topics"] if one.id == topic.id)
    frame["presence"] = read_presence(request, frame["rooms"], seat.room_id)
    return frame | {"topic": view, "targets": rooms, "target": target, "messages": messages}


@signed_in
async def move(request: Request) -> Response:
    """Move the topic, and go along."""
    form = await read_form(request)
    new_room_id = read_id(form.value("room"))
    room, topic = room_id(request), topic_id(request)
    try:
        await move_topic(services(request).log, actor(request), room, topic, new_room_id)
    except (Conflict, Invalid, Forbidden) as problem:
        form.refuse("", problem.message)
        try:
            return await _render(request, form, None, problem.status)
        except (Forbidden, NotFound):
            raise problem from None
    return see_other(f"/rooms/{new_room_id}/topics/{topic}")


MOVE = "/rooms/{room}/topics/{topic}/move"

routes = [
    Route(MOVE, show_move, methods=["GET"]),
    Route(MOVE, move, methods=["POST"]),
]
