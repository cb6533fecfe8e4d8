"""Every address of the application, walked one by one: who stands before a closed door, what a look does."""

import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from balkancluster.app import build_app
from balkancluster.database import new_id
from balkancluster.settings import Settings
from balkancluster.textindex.indexes import PREFIX
from balkancluster.web.doors import door_of
from tests.attacks.houses import Demo
from tests.attacks.visitors import Visitor

PUBLIC, ROLE, SCOPE = "public", "role:", "scope:"
WITHOUT_DOOR = {"/static", "/live"}
"""Files that are open to all, and the socket, which answers by close code."""

PARTS = {
    "message": new_id(),
    "token": "x" * 43,
    "locale": "bg",
    "digest": "x",
    "code": "RS001",
    "room": "999999999",
}
"""What stands for a part of an address; everything else is a number that is nobody's."""


def find_routes() -> list[BaseRoute]:
    """Return every route of the application."""
    return list(build_app(Settings("sqlite+aiosqlite:///nobody-opens-this")).routes)


ROUTES = [route for route in find_routes() if isinstance(route, Route)]
DOORS = [
    (method, route.path, door_of(route.endpoint) or "")
    for route in ROUTES
    for method in sorted((route.methods or set()) - {"HEAD"})
]


def walk(*, doors: str = "", within: str = "", method: str = "") -> list[tuple[str, str]]:
    """Return verb and path of the routes whose door and path begin so."""
    return [
        (verb, path)
        for verb, path, door in DOORS
        if door.startswith(doors) and path.startswith(within) and verb.startswith(method)
    ]


def address(path: str, **parts: str) -> str:
    """Return a path with its parts filled in."""
    known = PARTS | parts
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: known.get(found[1], "999999999"), path)


async def knock(who: Visitor, method: str, path: str, **parts: str) -> tuple[int, str, str]:
    """Use an address as if by mistake; return status, where it leads, and the code of a problem."""
    typed: dict[str, Any] = {"json": {}} if path.startswith("/api/") else {"data": {"x": "1"}}
    options = {} if method == "GET" else typed
    answer = await who.client.request(method, address(path, **parts), **options)
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    code = answer.json()["code"] if is_problem else ""
    return answer.status_code, answer.headers.get("location", ""), code


def test_every_route_has_a_door() -> None:
    routes = find_routes()
    assert [path for _method, path, door in DOORS if not door] == []
    others = {route.path for route in routes if isinstance(route, Mount | WebSocketRoute)}
    assert others == WITHOUT_DOOR
    assert len(ROUTES) + len(others) == len(routes)


def test_the_api_has_doors_of_scopes_and_pages_have_none() -> None:
    doors = {path: door for _method, path, door in DOORS}
    for path, door in doors.items():
        is_open = path in {"/api/v1/openapi.json", "/api/v1/asyncapi.json"}
        is_for_programs = path.startswith(("/api/", "/files/")) and not is_open
        assert door.startswith(SCOPE) == is_for_programs, path


@pytest.mark.parametrize(("method", "path"), [pair for pair in walk() if pair not in walk(doors=PUBLIC)])
async def test_a_visitor_is_shown_the_way_in(visitor: Visitor, method: str, path: str) -> None:
    status, location, code = await knock(visitor, method, path)
    if path.startswith("/api/"):
        assert (status, code) == (401, "unauthorized")
    elif method == "GET":
        assert status == 303
        assert location == "/sign-in" or location.startswith("/sign-in?next=/")
    else:
        assert status == 401


@pytest.mark.parametrize(("method", "path"), walk(doors=ROLE))
async def test_a_page_of_the_coordinator_is_not_there_for_a_member(
    ana: Visitor, method: str, path: str
) -> None:
    assert (await knock(ana, method, path))[0] == 404


@pytest.mark.parametrize(("method", "path"), walk(doors=SCOPE))
async def test_a_token_without_the_scope_is_told_so(program: Visitor, method: str, path: str) -> None:
    status, _location, code = await knock(program, method, path)
    # A file is asked for by its address, and a refusal is a page then.
    assert (status, code) == (403, "" if path.startswith("/files/") else "scope_missing")


@pytest.mark.parametrize(
    ("method", "path"), [pair for pair in walk() if pair not in walk(doors=PUBLIC) + walk(doors=SCOPE)]
)
async def test_a_token_opens_no_page(program: Visitor, method: str, path: str) -> None:
    status, location, _code = await knock(program, method, path)
    assert (status, location) == (403, "")


@pytest.fixture(scope="module")
async def visitor(demo: Demo) -> Visitor:
    """Somebody who is not signed in."""
    return demo.visit()


@pytest.fixture(scope="module")
async def program(demo: Demo, ana: Visitor) -> Visitor:
    """A program of Ana's that may look for partners only."""
    return demo.visit(Authorization=f"Bearer {await demo.token(ana, 'partners:read')}")


@pytest.fixture(scope="module")
async def stranger(demo: Demo) -> Visitor:
    """A member of the network who is in no room."""
    return await demo.newcomer("Dragan Ćirić")


@pytest.mark.parametrize(
    ("method", "path"), walk(within="/rooms/{room}") + walk(within="/api/v1/rooms/{room}")
)
async def test_a_room_does_not_exist_for_a_stranger(
    stranger: Visitor, ana: Visitor, room: str, said: dict[str, str], method: str, path: str
) -> None:
    parts = said | {"room": room, "person": str(ana.id)}
    there = await knock(stranger, method, path, **parts)
    assert there[0] in {404, 422}
    assert there == await knock(stranger, method, path, **parts | {"room": "999999999"})
    if not path.startswith("/api/"):
        assert there[0] == 404


@pytest.fixture(scope="module")
async def said(ana: Visitor, room: str) -> dict[str, str]:
    """A message of Ana's: its id and its topic."""
    posted = (await ana.say(room, "Ovo je naše")).json()
    return {"message": posted["id"], "topic": posted["topic"]}


@pytest.fixture
async def unchanged(demo: Demo, tmp_path: Path) -> AsyncIterator[None]:
    """Compare everything that is stored before and after a test."""
    before = dump(demo)
    yield
    assert dump(demo) == before


def dump(demo: Demo) -> list[str]:
    """Return every row of the demo's database, but for when people were here: that a look is to change.

    Nor does the text index count, which is made anew and tended beside the requests.
    """
    connection, copy = sqlite3.connect(demo.database.engine.url.database or ""), sqlite3.connect(":memory:")
    try:
        connection.backup(copy)
        copy.execute("UPDATE person SET visited_at = NULL")
        return [line for line in copy.iterdump() if PREFIX not in line]
    finally:
        connection.close()
        copy.close()


@pytest.mark.usefixtures("unchanged")
async def test_no_look_changes_anything(
    ana: Visitor, vesna: Visitor, room: str, said: dict[str, str]
) -> None:
    parts = said | {"room": room, "person": str(vesna.id), "code": "M001"}
    found = 0
    for method, path in walk(method="GET"):
        if path.endswith("/events"):
            path += "?after=0"
        for who in (ana, vesna):
            status, _location, _code = await knock(who, method, path, **parts)
            assert status in {200, 303, 403, 404, 410}, path
            found += status == 200
    assert found > len(walk(method="GET")) / 2
