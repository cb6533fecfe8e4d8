"""The link at the foot of a letter, which ends such letters: for people, and for mail programs (RFC 8058)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import NotFound
from balkancluster.members.models import FORMER, Person
from balkancluster.notifications.choices import find_subscriber, unsubscribe
from balkancluster.web.arrival import actor_of
from balkancluster.web.doors import public
from balkancluster.web.forms import read_form
from balkancluster.web.pages import render
from balkancluster.web.services import services
from balkancluster.web.sessions import LOCALE_COOKIE


@public
async def show_unsubscribe(request: Request) -> Response:
    """Ask the holder of a link, who need not be signed in; a look ends nothing. Raises NotFound."""
    async with services(request).database.read() as session:
        person = await find_subscriber(session, services(request).settings, request.path_params["token"])
    return _render(request, person, "asking" if person.wants_mail else "ended")


@public
async def end_letters(request: Request) -> Response:
    """End the letters, or let them come again for who pressed by mistake. Raises NotFound."""
    form, here, token = await read_form(request), services(request), request.path_params["token"]
    wants_again = form.tick("again")
    async with here.database.write() as session:
        person = await unsubscribe(session, here.settings, token, wants_again=wants_again)
    return _render(request, person, "again" if wants_again else "ended")


def _render(request: Request, person: Person, state: str) -> Response:
    """Show a page about somebody's letters, in their language unless this browser has chosen another."""
    if person.state in FORMER:
        raise NotFound
    has_chosen = actor_of(request) or LOCALE_COOKIE in request.cookies
    if person.locale and not has_chosen:
        request.state.locale = person.locale
    here = request.url.path
    return render(request, "notifications/unsubscribe.html", state=state, here=here, address=person.email)


routes = [
    Route("/unsubscribe/{token}", show_unsubscribe, methods=["GET"]),
    Route("/unsubscribe/{token}", end_letters, methods=["POST"]),
]
