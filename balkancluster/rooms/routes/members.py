"""Coming and going: join, leave, bring in, take out; and the people a composer can name."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.realtime.streams import read_id
from balkancluster.rooms.memberships import invite_to_room, join_room, leave_room, list_members, remove_member
from balkancluster.rooms.mentions import folded_forms, folded_words
from balkancluster.rooms.people import find_person
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.routes.frame import room_id
from balkancluster.rooms.routes.rooms import render_about
from balkancluster.rooms.wire import PersonOut, person_out
from balkancluster.web.bodies import json_response
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

SUGGESTIONS = 8


@signed_in
async def join(request: Request) -> Response:
    """Join an open room and go into it."""
    await join_room(services(request).log, actor(request), room_id(request))
    return see_other(f"/rooms/{room_id(request)}")


@signed_in
async def leave(request: Request) -> Response:
    """Leave a room."""
    await leave_room(services(request).log, actor(request), room_id(request))
    return see_other("/rooms")


@signed_in
async def invite(request: Request) -> Response:
    """Bring somebody into the room, found by name in any script or by e-mail address."""
    form = await read_form(request)
    name = form.line("person", _("Write the name of the person."))
    if form.errors:
        return await render_about(request, form, 422)
    try:
        async with services(request).database.read() as session:
            person_id = await find_person(session, name)
        await invite_to_room(services(request).log, actor(request), room_id(request), person_id)
    except Invalid as problem:
        form.note(problem)
        return await render_about(request, form, 422)
    return see_other(f"/rooms/{room_id(request)}/about")


@signed_in
async def take_out(request: Request) -> Response:
    """Take somebody out of the room."""
    person_id = read_id(request.path_params["person"])
    await remove_member(services(request).log, actor(request), room_id(request), person_id)
    return see_other(f"/rooms/{room_id(request)}/about")


@signed_in
async def suggest_people(request: Request) -> Response:
    """Return the members whose name begins with what was typed after an @, in any script."""
    wanted = " ".join(folded_words(request.query_params.get("q", "")[:100]))
    async with services(request).database.read() as session:
        people = await list_members(session, await find_seat(session, actor(request), room_id(request)))
    found: list[PersonOut] = [
        person_out(mark)
        for mark, _role in people
        if not mark.is_former and _names(folded_forms(mark.name, mark.other_name), wanted)
    ]
    return json_response(found[:SUGGESTIONS])


def _names(forms: tuple[tuple[str, ...], ...], wanted: str) -> bool:
    return any(" ".join(words[start:]).startswith(wanted) for words in forms for start in range(len(words)))


routes = [
    Route("/rooms/{room}/join", join, methods=["POST"]),
    Route("/rooms/{room}/leave", leave, methods=["POST"]),
    Route("/rooms/{room}/members", invite, methods=["POST"]),
    Route("/rooms/{room}/members/{person}/remove", take_out, methods=["POST"]),
    Route("/rooms/{room}/people", suggest_people),
]
