"""What one makes of a message, for pages without scripts: the palette, and pinning."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor, can
from balkancluster.realtime.log import Log
from balkancluster.rooms.api.common import POSTS
from balkancluster.rooms.messages import find_view
from balkancluster.rooms.palette import GROUPS
from balkancluster.rooms.pins import pin_message, unpin_message
from balkancluster.rooms.reaction_views import find_own_reactions
from balkancluster.rooms.reactions import toggle_reaction
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.routes.frame import render_in_room, room_id
from balkancluster.rooms.routes.refusals import REFUSALS, refused
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

Act = Callable[[Log, Actor, int, str], Awaitable[None]]


@signed_in
async def show_acts(request: Request) -> Response:
    """Offer the palette, and what else one may do with a message."""
    return await _render(request, Form({}))


async def _render(request: Request, form: Form, status: int = 200) -> Response:
    person = actor(request)
    async with services(request).database.read() as session:
        seat = await find_seat(session, person, room_id(request))
        message = await find_view(session, seat.room_id, request.path_params["message"])
        own = await find_own_reactions(session, person.id, [message])
    if message.is_removed:
        return see_other(f"/rooms/{seat.room_id}/messages/{message.id}")
    may = {action for action in ("react.message", "pin.message") if can(person, action, (seat, message))}
    may |= {action for action in ("edit.message", "remove.message") if can(person, action, message)}
    context = {"message": message, "may_here": may, "palette": GROUPS, "form": form}
    context["own"] = {emoji for _message, emoji in own}
    return await render_in_room(request, "rooms/react.html", status, **context)


@signed_in
async def react(request: Request) -> Response:
    """Put an emoji to a message, or take one's own back."""
    emoji = (await read_form(request)).value("emoji")

    async def act(log: Log, person: Actor, room: int, message: str) -> None:
        await toggle_reaction(log, person, room, message, emoji)

    return await _do(request, act)


@signed_in
async def pin(request: Request) -> Response:
    """Pin a message to the head of its topic."""
    return await _do(request, pin_message)


@signed_in
async def unpin(request: Request) -> Response:
    """Unpin a message."""
    return await _do(request, unpin_message)


async def _do(request: Request, act: Act) -> Response:
    """Act on the message in the address and go back to it; a refusal is said above what else there is."""
    found, person = services(request), actor(request)
    async with found.database.read() as session:
        seat = await find_seat(session, person, room_id(request))
        message = await find_view(session, seat.room_id, request.path_params["message"])
    try:
        await found.limits.ensure_below(POSTS, person.id)
        await act(found.log, person, message.room_id, message.id)
    except REFUSALS as problem:
        form = Form({})
        form.refuse("", problem.message)
        return refused(await _render(request, form, problem.status), problem)
    return see_other(f"/rooms/{message.room_id}/topics/{message.topic_id}#m{message.id}")


MESSAGE = "/rooms/{room}/messages/{message}"

routes = [
    Route(f"{MESSAGE}/react", show_acts, methods=["GET"]),
    Route(f"{MESSAGE}/react", react, methods=["POST"]),
    Route(f"{MESSAGE}/pin", pin, methods=["POST"]),
    Route(f"{MESSAGE}/unpin", unpin, methods=["POST"]),
]
