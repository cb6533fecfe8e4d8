"""Invitations that wait for an answer: sent again or withdrawn, by coordinators and organisation admins."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.members import mail
from balkancluster.members.invitations import resend, withdraw
from balkancluster.members.routes.ids import path_id
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import safe_next, see_other
from balkancluster.web.services import actor, services


@signed_in
async def send_again(request: Request) -> Response:
    """Send a new link; the old one ends. Raises NotFound."""
    form, here = await read_form(request), services(request)
    async with here.database.write() as session:
        invited = await resend(session, actor(request), path_id(request, "invitation"))
        await mail.send_invitation(session, here.settings, actor(request), invited)
    return _back(form, "invited")


@signed_in
async def take_back(request: Request) -> Response:
    """End an invitation. Raises NotFound."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await withdraw(session, actor(request), path_id(request, "invitation"))
    return _back(form, "withdrawn")


def _back(form: Form, done: str) -> Response:
    address = safe_next(form.value("next"))
    return see_other(f"{address}{'&' if '?' in address else '?'}done={done}")


routes = [
    Route("/pending-invitations/{invitation}/resend", send_again, methods=["POST"]),
    Route("/pending-invitations/{invitation}/withdraw", take_back, methods=["POST"]),
]
