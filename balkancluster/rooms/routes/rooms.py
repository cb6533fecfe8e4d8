"""Pages of rooms themselves: the list, making and naming one, what it is about."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import can, ensure_can
from balkancluster.errors import Conflict, Invalid
from balkancluster.i18n.locales import TAGS
from balkancluster.realtime.streams import read_id
from balkancluster.rooms.levels import find_room_level
from balkancluster.rooms.looking_up import keep_named
from balkancluster.rooms.memberships import list_members
from balkancluster.rooms.models import KINDS, OPEN, PRIVATE
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.rooms import (
    archive_room,
    create_room,
    list_joinable_rooms,
    open_direct_room,
    rename_room,
)
from balkancluster.rooms.routes.frame import read_rooms, render_in_room, room_id
from balkancluster.rooms.routes.translated import read_always_room
from balkancluster.rooms.texts import NAME_LIMIT, Wordings, clean_wordings, read_wordings
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@signed_in
async def show_rooms(request: Request) -> Response:
    """Show my rooms and the open ones that I could join: all, or those of a name."""
    person, locale = actor(request), locale_of(request)
    wanted = request.query_params.get("q", "")[:NAME_LIMIT]
    async with services(request).database.read() as session:
        frame = await read_rooms(session, person, locale)
        mine = await keep_named(session, frame["rooms"], wanted)
        archived = await keep_named(session, frame["archived_rooms"], wanted)
        joinable = await keep_named(session, await list_joinable_rooms(session, person, locale), wanted)
    found = {"wanted": wanted, "mine": mine, "mine_archived": archived, "joinable": joinable}
    return render(request, "rooms/index.html", **(frame | found))


@signed_in
async def show_new_room(request: Request) -> Response:
    """Show the form of a new room."""
    return await _render_new_room(request, Form({"kind": PRIVATE}))


async def _render_new_room(request: Request, form: Form, status: int = 200) -> Response:
    person = actor(request)
    async with services(request).database.read() as session:
        frame = await read_rooms(session, person, locale_of(request))
    kinds = [kind for kind in (OPEN, PRIVATE) if can(person, "open.room", kind)]
    return render(request, "rooms/new.html", status=status, form=form, kinds=kinds, **frame)


@signed_in
async def make_room(request: Request) -> Response:
    """Make a room and go into it."""
    form = await read_form(request)
    kind = form.choice("kind", KINDS)
    try:
        wordings = _read_wordings(form)
        if form.errors:
            return await _render_new_room(request, form, 422)
        made = await create_room(services(request).log, actor(request), kind, wordings)
    except Invalid as problem:
        form.note(problem)
        return await _render_new_room(request, form, 422)
    return see_other(f"/rooms/{made}")


def _read_wordings(form: Form) -> Wordings:
    names = {tag: form.value(f"name-{tag}") for tag in TAGS}
    purposes = {tag: form.value(f"purpose-{tag}") for tag in TAGS}
    return clean_wordings(names, purposes)


@signed_in
async def write_to_person(request: Request) -> Response:
    """Go into the room that I share with one person, made when there is none."""
    form = await read_form(request)
    person_id = read_id(form.value("person"))
    return see_other(f"/rooms/{await open_direct_room(services(request).log, actor(request), person_id)}")


@signed_in
async def show_about(request: Request) -> Response:
    """Show what a room is for, who is in it, and what the reader may do about it."""
    return await render_about(request, Form())


async def render_about(request: Request, form: Form, status: int = 200) -> Response:
    """Return the page about a room, with a form that needs another look."""
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        people = await list_members(session, seat)
        level = await find_room_level(session, actor(request), seat)
        always = await read_always_room(session, request, seat)
    context = {"people": people, "room_level": level, "always": always, "form": form}
    return await render_in_room(request, "rooms/about.html", status, **context)


@signed_in
async def show_room_names(request: Request) -> Response:
    """Show the names and purposes of a room for editing."""
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        ensure_can(actor(request), "rename.room", seat)
        wordings = (await read_wordings(session, [seat.room_id])).get(seat.room_id, {})
    names = {f"name-{tag}": wording.name for tag, wording in wordings.items()}
    purposes = {f"purpose-{tag}": wording.purpose for tag, wording in wordings.items()}
    return await render_in_room(request, "rooms/names.html", form=Form(names | purposes))


@signed_in
async def change_room_names(request: Request) -> Response:
    """Give a room other names and purposes."""
    form = await read_form(request)
    try:
        await rename_room(services(request).log, actor(request), room_id(request), _read_wordings(form))
    except (Invalid, Conflict) as problem:
        form.note(problem)
        return await render_in_room(request, "rooms/names.html", problem.status, form=form)
    return see_other(f"/rooms/{room_id(request)}/about")


@signed_in
async def archive(request: Request) -> Response:
    """Let a room only be read."""
    await archive_room(services(request).log, actor(request), room_id(request))
    return see_other(f"/rooms/{room_id(request)}/about")


@signed_in
async def unarchive(request: Request) -> Response:
    """Let a room be written in again."""
    await archive_room(services(request).log, actor(request), room_id(request), is_archived=False)
    return see_other(f"/rooms/{room_id(request)}/about")


routes = [
    Route("/rooms", show_rooms, methods=["GET"]),
    Route("/rooms", make_room, methods=["POST"]),
    Route("/rooms/new", show_new_room),
    Route("/rooms/direct", write_to_person, methods=["POST"]),
    Route("/rooms/{room}/about", show_about),
    Route("/rooms/{room}/names", show_room_names, methods=["GET"]),
    Route("/rooms/{room}/names", change_room_names, methods=["POST"]),
    Route("/rooms/{room}/archive", archive, methods=["POST"]),
    Route("/rooms/{room}/unarchive", unarchive, methods=["POST"]),
]
