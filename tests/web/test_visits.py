"""What counts as a visit: something done by hand, and not what an open page asks for by itself."""

from typing import Any

import pytest

from balkancluster.access import Actor
from balkancluster.web.connections import Scope
from balkancluster.web.visits import noting_visits

ANA = Actor(id=1, name="Ana")
PROGRAM = Actor(id=2, name="Ana", scopes=frozenset({"rooms:write"}))


def request(method: str, path: str, **headers: str) -> dict[str, Any]:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "headers": named}


@pytest.mark.parametrize(
    ("who", "scope", "is_visit"),
    [
        (ANA, request("GET", "/rooms/1", sec_fetch_mode="navigate"), True),
        (ANA, request("GET", "/rooms/1"), True),
        (ANA, request("GET", "/rooms/1", sec_fetch_mode="same-origin"), False),
        (ANA, request("GET", "/api/v1/rooms", sec_fetch_mode="cors"), False),
        (ANA, request("PUT", "/api/v1/rooms/1/read", sec_fetch_mode="cors"), True),
        (ANA, request("POST", "/api/v1/live", sec_fetch_mode="cors"), False),
        (ANA, {"type": "websocket", "path": "/live", "headers": []}, False),
        (PROGRAM, request("POST", "/api/v1/rooms/1/messages"), False),
        (None, request("GET", "/"), False),
    ],
)
async def test_a_visit_is_what_somebody_does(who: Actor | None, scope: Scope, is_visit: bool) -> None:
    noted: list[int] = []

    async def identify(_scope: Scope) -> Actor | None:
        return who

    assert await noting_visits(identify, noted.append)(scope) is who
    assert bool(noted) == is_visit
