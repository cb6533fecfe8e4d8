"""Signing in with one click as somebody invented. Outside the demo this address does not exist."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import NotFound
from balkancluster.members.demo_people import find_demo_person
from balkancluster.members.routes.browsers import device_of, let_in, token_before
from balkancluster.members.sign_in import begin_for
from balkancluster.web.doors import public
from balkancluster.web.forms import read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import services


@public
async def sign_in_as(request: Request) -> Response:
    """Let in a newcomer as one of the demo's people. Raises NotFound."""
    here = services(request)
    if not here.settings.demo:
        raise NotFound
    form = await read_form(request)
    async with here.database.write() as session:
        person = await find_demo_person(session, here.settings.demo_people, form.line("person"))
        signed_in = await begin_for(session, person, device_of(request), token_before(request))
    return let_in(request, see_other(form.value("next")), signed_in)


routes = [Route("/demo/sign-in", sign_in_as, methods=["POST"])]
