"""The bell on every page: how many notifications wait, and where the person's own stream stands.

It is read before the page is, so that what happens in between comes once more to a page that follows the
stream from there, and never too late.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Send

from balkancluster.web.arrival import NOBODY_ASKS, actor_of
from balkancluster.web.connections import Scope, header


@dataclass(frozen=True, slots=True)
class Bell:
    """Unread notifications of a person, counted up to the event `head` of their own stream."""

    epoch: str
    head: int
    unread: int


ReadBell = Callable[[int], Awaitable[Bell]]
"""Find the bell of a person by id."""


class Bells:
    """Put `bell` into the state of every request of a browser that may be answered with a page."""

    def __init__(self, app: ASGIApp, read: ReadBell) -> None:
        self.app = app
        self._read = read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_for_a_page(scope) and (actor := actor_of(HTTPConnection(scope))):
            scope["state"]["bell"] = await self._read(actor.id)
        await self.app(scope, receive, send)


def bell_of(connection: HTTPConnection) -> Bell | None:
    """Return the bell of who is signed in, or None where nobody looked."""
    found: Bell | None = getattr(connection.state, "bell", None)
    return found


def _is_for_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"].startswith(NOBODY_ASKS):
        return False
    return "text/html" in (header(scope, b"accept") or "")
