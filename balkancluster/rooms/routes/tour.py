"""The tour of a newcomer: five steps on a page, and beside the pages where scripts run."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor
from balkancluster.members.tour import begin_tour, end_tour
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.routes.frame import read_rooms
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.views import RoomView
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

EXAMPLES = 3
"""How many rooms and topics of one's own the page shows."""


@signed_in
async def show_tour(request: Request) -> Response:
    """Show the five steps, with the reader's own rooms and topics as examples."""
    person = actor(request)
    async with services(request).database.read() as session:
        frame = await read_rooms(session, person, locale_of(request))
        room = _liveliest(frame["rooms"])
        topics = await list_topics(session, person.id, room.id) if room else []
    examples = {"room": room, "topics": topics[:EXAMPLES], "some_rooms": frame["rooms"][:EXAMPLES]}
    return render(request, "tour/tour.html", **(frame | examples | {"section": ""}))


@signed_in
async def show_example(request: Request) -> Response:
    """Lead to a room of the reader in which there is talk, or to the rooms where there is none."""
    person = actor(request)
    room = await _find_example(request, person)
    return see_other(f"/rooms/{room.id}" if room else "/rooms")


@signed_in
async def end(request: Request) -> Response:
    """Show the tour no more."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await end_tour(session, actor(request).id)
    return see_other(form.value("next"))


@signed_in
async def begin(request: Request) -> Response:
    """Begin the tour anew, at the start page."""
    async with services(request).database.write() as session:
        await begin_tour(session, actor(request).id)
    return see_other("/")


async def _find_example(request: Request, person: Actor) -> RoomView | None:
    async with services(request).database.read() as session:
        rooms = await list_my_rooms(session, person, locale_of(request))
    return _liveliest([room for room in rooms if not room.is_archived])


def _liveliest(rooms: list[RoomView]) -> RoomView | None:
    """Return the room with the most talk in it that more than two people share, if there is one."""
    shared = [room for room in rooms if room.kind != "direct"] or rooms
    return max(shared, key=lambda room: room.head, default=None)


routes = [
    Route("/tour", show_tour, methods=["GET"]),
    Route("/tour/example", show_example, methods=["GET"]),
    Route("/tour/begin", begin, methods=["POST"]),
    Route("/tour/end", end, methods=["POST"]),
]
