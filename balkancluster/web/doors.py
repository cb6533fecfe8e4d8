"""Who may enter a route. Every endpoint has exactly one door; a test finds those without.

@public                      anyone, also visitors
@signed_in                   people at a browser; a token may not
@role("coordinator")         people with one of these network roles; others find nothing here (404)
@scope("rooms:read")         the API: people at a browser, and tokens with this scope
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from balkancluster.access import Actor
from balkancluster.errors import Forbidden, NotFound, Unauthorized
from balkancluster.i18n.messages import _
from balkancluster.web.arrival import actor_of

Endpoint = Callable[[Request], Awaitable[Response]]
Check = Callable[[Actor], None]


def public(endpoint: Endpoint) -> Endpoint:
    """Open a route to everyone."""
    return _with_door(endpoint, "public")


def signed_in(endpoint: Endpoint) -> Endpoint:
    """Open a route to people who are signed in at a browser."""
    return _guarded(endpoint, "signed_in", _ensure_browser)


def role(*roles: str) -> Callable[[Endpoint], Endpoint]:
    """Open a route to people with one of these network roles; nobody else learns that it exists."""

    def check(actor: Actor) -> None:
        _ensure_browser(actor)
        if not actor.has_role(*roles):
            raise NotFound

    return lambda endpoint: _guarded(endpoint, f"role:{','.join(roles)}", check)


def scope(name: str) -> Callable[[Endpoint], Endpoint]:
    """Open an API route to people at a browser and to tokens that were given this scope."""

    def check(actor: Actor) -> None:
        if not actor.has_scope(name):
            message = _("This token does not have the scope %(name)s.", name=name)
            raise Forbidden(message, code="scope_missing")

    return lambda endpoint: _guarded(endpoint, f"scope:{name}", check)


def door_of(endpoint: Any) -> str | None:
    """Return what stands at the door of an endpoint, or None where nobody put one."""
    found: str | None = getattr(endpoint, "door", None)
    return found


def _guarded(endpoint: Endpoint, door: str, check: Check) -> Endpoint:
    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        actor = actor_of(request)
        if actor is None:
            raise Unauthorized
        check(actor)
        return await endpoint(request)

    return _with_door(guarded, door)


def _with_door(endpoint: Endpoint, door: str) -> Endpoint:
    endpoint.door = door  # type: ignore[attr-defined]
    return endpoint


def _ensure_browser(actor: Actor) -> None:
    if actor.scopes is not None:
        raise Forbidden(_("A token opens the API only, not the pages."), code="token_on_page")
