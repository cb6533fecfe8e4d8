"""What every sign-in route asks of the browser, and gives it."""

from starlette.requests import Request
from starlette.responses import Response

from balkancluster.members.sessions import ABSOLUTE
from balkancluster.members.sign_in import Device, SignedIn
from balkancluster.realtime.bus.news import Changed, Ended
from balkancluster.web.connections import header
from balkancluster.web.services import services
from balkancluster.web.sessions import session_token, set_locale, set_session


def device_of(request: Request) -> Device:
    """Return what this browser says of itself, and from where it asks."""
    agent = header(request.scope, b"user-agent") or ""
    return Device(agent, request.client.host if request.client else "")


def token_before(request: Request) -> str | None:
    """Return the session token that the browser has already."""
    return session_token(request.scope, services(request).settings)


def let_in(request: Request, response: Response, signed_in: SignedIn, remember: bool = True) -> Response:
    """Give the browser its session, and the language of the person who signed in."""
    settings = services(request).settings
    set_session(response, settings, signed_in.token, ABSOLUTE if remember else None)
    if signed_in.locale:
        set_locale(response, settings, signed_in.locale)
    return response


async def silence(request: Request, person_id: int) -> None:
    """Close the open sockets of somebody's sessions that have just ended, here and, by the bus, elsewhere."""
    here = services(request)
    here.bus.publish(Ended(persons=[person_id]))
    await here.hub.reviews.settle()


def tell_changed(request: Request, person_id: int) -> None:
    """Tell every node that something about a person is not as before: name, being seen, roles."""
    services(request).bus.publish(Changed([person_id]))
