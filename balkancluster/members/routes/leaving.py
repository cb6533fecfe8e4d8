"""Leaving the network: what stays and what goes, and the password that makes sure."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Conflict, Invalid
from balkancluster.i18n.messages import _
from balkancluster.members.departures import leave_network, prepare_farewell
from balkancluster.members.routes.browsers import silence
from balkancluster.members.routes.frame import show
from balkancluster.members.routes.settings import PASSWORD_TRIES
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services
from balkancluster.web.sessions import clear_session


@signed_in
async def show_leaving(request: Request) -> Response:
    """Say what leaving means, and what has to be done first."""
    return await _page(request, Form())


@signed_in
async def leave(request: Request) -> Response:
    """Leave for good. Raises TooMany."""
    form, here, me = await read_form(request), services(request), actor(request)
    password = form.secret("password", _("Write your present password."))
    if form.errors:
        return await _page(request, form, status=422)
    await here.limits.ensure_below(PASSWORD_TRIES, me.id)
    try:
        await leave_network(here.database, here.announcer, me, password)
    except Invalid as problem:
        form.note(problem)
        return await _page(request, form, status=422)
    except Conflict as problem:
        form.refuse("", problem.message)
        return await _page(request, form, status=409)
    await silence(request, me.id)
    response = see_other("/sign-in?done=left")
    clear_session(response, here.settings)
    return response


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    async with services(request).database.read() as session:
        farewell = await prepare_farewell(session, actor(request))
    return show(request, "members/leave.html", status, form=form, farewell=farewell)


routes = [
    Route("/settings/leave", show_leaving, methods=["GET"]),
    Route("/settings/leave", leave, methods=["POST"]),
]
