"""All accounts of the network, for the coordinator: states and roles."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import COORDINATOR, MODERATOR
from balkancluster.members.departures import let_go
from balkancluster.members.directory import read_filter
from balkancluster.members.models import LEFT
from balkancluster.members.request_lists import count_open_requests
from balkancluster.members.roles import give_role as grant
from balkancluster.members.roles import take_role as revoke
from balkancluster.members.roster import find_roster
from balkancluster.members.routes.browsers import silence, tell_changed
from balkancluster.members.routes.frame import show
from balkancluster.members.routes.ids import path_id
from balkancluster.members.states import change_state, state_label
from balkancluster.web.doors import role
from balkancluster.web.forms import read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

OFFERED_ROLES = (MODERATOR, COORDINATOR)


@role(COORDINATOR)
async def show_people(request: Request) -> Response:
    """List the accounts that match, a page at a time."""
    wanted = read_filter(request.query_params)
    async with services(request).database.read() as session:
        roster = await find_roster(session, actor(request), wanted.text, wanted.page)
        open_requests = await count_open_requests(session)
    return show(
        request,
        "coordination/people.html",
        wanted=wanted,
        listing=roster,
        open_requests=open_requests,
        offered_roles=OFFERED_ROLES,
        state_label=state_label,
        address_of=lambda page: _address(wanted.text, page),
    )


@role(COORDINATOR)
async def bring_into_state(request: Request) -> Response:
    """Suspend, reactivate or let go. Raises NotFound, Invalid or Conflict."""
    form, here, person_id = await read_form(request), services(request), path_id(request, "person")
    if form.value("state") == LEFT:
        await let_go(here.announcer, actor(request), person_id)
    else:
        async with here.database.write() as session:
            await change_state(session, actor(request), person_id, form.value("state"))
    await silence(request, person_id)
    return _back(form.value("q"))


@role(COORDINATOR)
async def give_role(request: Request) -> Response:
    """Grant a role. Raises NotFound or Invalid."""
    form, person_id = await read_form(request), path_id(request, "person")
    await grant(services(request).announcer, actor(request), person_id, form.value("role"))
    tell_changed(request, person_id)
    return _back(form.value("q"))


@role(COORDINATOR)
async def take_role(request: Request) -> Response:
    """Revoke a role. Raises NotFound or Conflict."""
    form, person_id = await read_form(request), path_id(request, "person")
    await revoke(services(request).announcer, actor(request), person_id, form.value("role"))
    tell_changed(request, person_id)
    return _back(form.value("q"))


def _back(text: str) -> Response:
    return see_other(f"{_address(text, 1)}{'&' if text else '?'}done=changed")


def _address(text: str, page: int) -> str:
    chosen = {"q": text, "page": page if page > 1 else ""}
    asked = urlencode({name: value for name, value in chosen.items() if value})
    return f"/coordination/people?{asked}" if asked else "/coordination/people"


routes = [
    Route("/coordination/people", show_people, methods=["GET"]),
    Route("/coordination/people/{person}/state", bring_into_state, methods=["POST"]),
    Route("/coordination/people/{person}/roles/grant", give_role, methods=["POST"]),
    Route("/coordination/people/{person}/roles/revoke", take_role, methods=["POST"]),
]
