"""All accounts of the network, for the coordinator: states and roles."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import COORDINATOR, MODERATOR
from balkancluster.members.directory import read_filter
from balkancluster.members.roles import grant_role, revoke_role
from balkancluster.members.roster import find_roster
from balkancluster.members.routes.browsers import silence
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
    return show(
        request,
        "coordination/people.html",
        wanted=wanted,
        listing=roster,
        offered_roles=OFFERED_ROLES,
        state_label=state_label,
        address_of=lambda page: _address(wanted.text, page),
    )


@role(COORDINATOR)
async def bring_into_state(request: Request) -> Response:
    """Suspend, reactivate or let go. Raises NotFound, Invalid or Conflict."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await change_state(session, actor(request), path_id(request, "person"), form.value("state"))
    await silence(request)
    return _back(form.value("q"))


@role(COORDINATOR)
async def give_role(request: Request) -> Response:
    """Grant a role. Raises NotFound or Invalid."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await grant_role(session, actor(request), path_id(request, "person"), form.value("role"))
    return _back(form.value("q"))


@role(COORDINATOR)
async def take_role(request: Request) -> Response:
    """Revoke a role. Raises NotFound or Conflict."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await revoke_role(session, actor(request), path_id(request, "person"), form.value("role"))
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
