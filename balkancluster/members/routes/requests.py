"""Asking for a listed organisation: to claim it, or to take it off the list."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import can
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.members.decisions import list_again, take_off
from balkancluster.members.organisation_models import CLAIM, REMOVAL, REMOVED
from balkancluster.members.organisation_reading import own_name
from balkancluster.members.organisation_storage import Stored
from balkancluster.members.organisations import find_organisation
from balkancluster.members.requests import LONGEST_WORDS, ask, withdraw_request
from balkancluster.members.routes.frame import show
from balkancluster.members.routes.ids import path_id
from balkancluster.web.doors import Endpoint, signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.limits import Limit
from balkancluster.web.redirects import safe_next, see_other
from balkancluster.web.services import actor, services

ASKING = Limit("requests for organisations", times=20, seconds=60 * 60)


def _show(kind: str) -> Endpoint:
    @signed_in
    async def show_form(request: Request) -> Response:
        """Say what follows from asking. Raises NotFound for an organisation that is not listed."""
        return _page(request, kind, await _find_listed(request), Form())

    return show_form


def _send(kind: str) -> Endpoint:
    @signed_in
    async def send(request: Request) -> Response:
        """Ask the coordinator. Raises TooMany, or NotFound for an organisation that is not listed."""
        form, here, me = await read_form(request), services(request), actor(request)
        found = await _find_listed(request)
        await here.limits.ensure_below(ASKING, me.id)
        try:
            await ask(here.announcer, me, found.organisation.id, kind, form.value("words"))
        except Invalid as problem:
            form.note(problem)
            return _page(request, kind, found, form, status=422)
        except Conflict as problem:
            form.refuse("", problem.message)
            return _page(request, kind, found, form, status=409)
        return see_other(f"/organisations/{found.profile.code}?done=asked")

    return send


@signed_in
async def withdraw(request: Request) -> Response:
    """Take one's own request back. Raises NotFound or Conflict."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await withdraw_request(session, actor(request), path_id(request, "request"))
    return see_other(safe_next(form.value("next")))


@signed_in
async def take_off_by_hand(request: Request) -> Response:
    """Take an organisation off the list without a request. Raises NotFound or Conflict."""
    found = await _find(request)
    await take_off(services(request).announcer, actor(request), found.organisation.id)
    return see_other(f"/organisations/{found.profile.code}?done=changed")


@signed_in
async def put_back(request: Request) -> Response:
    """List an organisation again. Raises NotFound or Conflict."""
    found = await _find(request)
    async with services(request).database.write() as session:
        await list_again(session, actor(request), found.organisation.id)
    return see_other(f"/organisations/{found.profile.code}?done=changed")


async def _find(request: Request) -> Stored:
    async with services(request).database.read() as session:
        found = await find_organisation(session, request.path_params["code"])
    if found.organisation.standing == REMOVED and not can(actor(request), "decide.request"):
        raise NotFound
    return found


async def _find_listed(request: Request) -> Stored:
    found = await _find(request)
    if not can(actor(request), "ask.organisation", found.organisation.standing):
        raise NotFound
    return found


def _page(request: Request, kind: str, found: Stored, form: Form, status: int = 200) -> Response:
    return show(
        request,
        f"members/{kind}.html",
        status,
        form=form,
        profile=found.profile,
        name=own_name(found.profile),
        longest=LONGEST_WORDS,
    )


routes = [
    Route("/organisations/{code}/claim", _show(CLAIM), methods=["GET"]),
    Route("/organisations/{code}/claim", _send(CLAIM), methods=["POST"]),
    Route("/organisations/{code}/removal", _show(REMOVAL), methods=["GET"]),
    Route("/organisations/{code}/removal", _send(REMOVAL), methods=["POST"]),
    Route("/organisations/{code}/take-off", take_off_by_hand, methods=["POST"]),
    Route("/organisations/{code}/list-again", put_back, methods=["POST"]),
    Route("/organisation-requests/{request}/withdraw", withdraw, methods=["POST"]),
]
