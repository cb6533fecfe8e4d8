"""The requests that wait for the coordinator, and what was taken off the list."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import COORDINATOR
from balkancluster.errors import Conflict, Invalid
from balkancluster.members import decisions
from balkancluster.members.models import ADMIN, MEMBER
from balkancluster.members.request_lists import (
    list_open_requests,
    list_removed_houses,
    request_state_label,
)
from balkancluster.members.requests import LONGEST_WORDS
from balkancluster.members.routes.frame import show
from balkancluster.members.routes.ids import path_id
from balkancluster.web.doors import role
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@role(COORDINATOR)
async def show_requests(request: Request) -> Response:
    """Show what members ask for, and what was decided earlier about the same."""
    return await _page(request, Form())


@role(COORDINATOR)
async def approve(request: Request) -> Response:
    """Carry out what was asked for. Raises NotFound."""
    form = await read_form(request)
    wanted = form.choice("role", (ADMIN, MEMBER), required=False) or ADMIN
    try:
        request_id = path_id(request, "request")
        await decisions.approve(services(request).announcer, actor(request), request_id, wanted)
    except Conflict as problem:
        form.refuse("", problem.message)
        return await _page(request, form, status=409)
    return see_other("/coordination/requests?done=approved")


@role(COORDINATOR)
async def refuse(request: Request) -> Response:
    """Refuse with a reason in one's own words. Raises NotFound."""
    form, request_id = await read_form(request), path_id(request, "request")
    form.values["request"] = str(request_id)
    try:
        await decisions.refuse(services(request).announcer, actor(request), request_id, form.value("answer"))
    except Invalid as problem:
        form.note(problem)
        return await _page(request, form, status=422)
    except Conflict as problem:
        form.refuse("", problem.message)
        return await _page(request, form, status=409)
    return see_other("/coordination/requests?done=refused")


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    async with services(request).database.read() as session:
        waiting = await list_open_requests(session)
        removed = await list_removed_houses(session)
    return show(
        request,
        "coordination/requests.html",
        status,
        form=form,
        waiting=waiting,
        open_requests=len(waiting),
        removed=removed,
        longest=LONGEST_WORDS,
        request_state_label=request_state_label,
    )


routes = [
    Route("/coordination/requests", show_requests, methods=["GET"]),
    Route("/coordination/requests/{request}/approve", approve, methods=["POST"]),
    Route("/coordination/requests/{request}/refuse", refuse, methods=["POST"]),
]
