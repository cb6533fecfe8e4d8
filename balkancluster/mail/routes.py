"""The outbox as a page: where the demo and the tests read their mail. Nowhere else does it exist."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import NotFound
from balkancluster.mail.outbox import find_latest
from balkancluster.web.doors import public
from balkancluster.web.pages import render
from balkancluster.web.services import services


@public
async def show_outbox(request: Request) -> Response:
    """Show the newest letters with their links. Raises NotFound in a real installation."""
    here = services(request)
    if not (here.settings.demo or here.settings.development):
        raise NotFound
    async with here.database.read() as session:
        mails = await find_latest(session)
    return render(request, "mail/outbox.html", mails=mails)


routes = [Route("/outbox", show_outbox)]
