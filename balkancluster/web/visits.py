"""Telling a visit from what open pages ask for by themselves."""

from collections.abc import Callable

from balkancluster.access import Actor
from balkancluster.web.arrival import Identify
from balkancluster.web.connections import Scope, header

LONG_POLL = "/api/v1/live"


def noting_visits(identify: Identify, note: Callable[[int], None]) -> Identify:
    """Return the same recognition of people, which also notes who comes to do something."""

    async def identify_and_note(scope: Scope) -> Actor | None:
        actor = await identify(scope)
        if actor is not None and actor.scopes is None and _is_by_hand(scope):
            note(actor.id)
        return actor

    return identify_and_note


def _is_by_hand(scope: Scope) -> bool:
    """Whether a person did something for this request, as far as it tells; scripts ask by themselves."""
    if scope["type"] != "http" or scope["path"] == LONG_POLL:
        return False
    return scope["method"] != "GET" or header(scope, b"sec-fetch-mode") in {None, "navigate"}
