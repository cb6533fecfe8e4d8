"""A small house with every kind of door, and the people who knock at it."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from balkancluster.access import COORDINATOR, Actor
from balkancluster.errors import Conflict, Unauthorized
from balkancluster.settings import Settings
from balkancluster.web import script_messages, static_files
from balkancluster.web.bell import Bell
from balkancluster.web.bodies import json_response, read_json
from balkancluster.web.connections import Scope, bearer_token
from balkancluster.web.doors import public, role, scope, signed_in
from balkancluster.web.forms import read_form
from balkancluster.web.health import health_routes
from balkancluster.web.pages import render
from balkancluster.web.preferences import preference_routes
from balkancluster.web.problems import exception_handlers
from balkancluster.web.protection import protection
from balkancluster.web.sessions import session_token

ORIGIN = "https://house.example"
SETTINGS = Settings(
    database_url="sqlite+aiosqlite://",
    base_url=ORIGIN,
    secret="s" * 40,
    allowed_hosts=("house.example",),
)
ANA = Actor(id=1, name="Ana Jovanović", locale="sr-Latn")
ELENA = Actor(id=2, name="Елена Димитрова", locale="bg", time_zone="Europe/Sofia")
VESNA = Actor(id=4, name="Весна Илић", locale="sr-Cyrl", roles=frozenset({COORDINATOR}))
TOKEN = Actor(id=1, name="Ana Jovanović", locale="sr-Latn", scopes=frozenset({"rooms:read"}), token_id=7)
PEOPLE = {"ana": ANA, "elena": ELENA, "vesna": VESNA}

Visit = Callable[..., TestClient]


class Note(msgspec.Struct, forbid_unknown_fields=True):
    """What the API of the small house takes."""

    body: str
    times: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 1


async def identify(scope: Scope) -> Actor | None:
    """Know people by the word in their cookie, and one program by its token."""
    if token := bearer_token(scope):
        if token != "good":
            raise Unauthorized
        return TOKEN
    return PEOPLE.get(session_token(scope, SETTINGS) or "")


async def read_bell(person_id: int) -> Bell:
    """Let as many notifications wait for somebody as their number says, in hundreds for Elena."""
    return Bell("epoch", 40, 100 * person_id if person_id == ELENA.id else person_id)


def show(request: Request, heading: str) -> Response:
    context: dict[str, Any] = {
        "heading": heading,
        "problem": Conflict(),
        "typed": None,
        "something_was_typed": False,
    }
    return render(request, "errors/problem.html", **context)


@public
async def show_problem_page(request: Request) -> Response:
    return show(request, "Welcome")


@signed_in
async def show_private_page(request: Request) -> Response:
    return show(request, "Private")


@role(COORDINATOR)
async def show_coordinators_page(request: Request) -> Response:
    return show(request, "Coordinators")


@scope("rooms:read")
async def list_notes(request: Request) -> Response:
    return json_response({"items": []})


@scope("rooms:write")
async def post_note(request: Request) -> Response:
    return json_response(await read_json(request, Note), 201)


@public
async def echo_form(request: Request) -> Response:
    form = await read_form(request)
    form.line("name")
    form.text("body", required=False)
    return json_response(
        {"values": form.values, "errors": {name: str(words) for name, words in form.errors.items()}}
    )


@public
async def break_down(request: Request) -> Response:
    raise RuntimeError("the secret of the house")


async def is_fine() -> None:
    await asyncio.sleep(0)


async def remember_nothing(request: Request, actor: Actor, locale: str) -> None:
    request.app.state.remembered.append((actor.name, locale))


def make_house(settings: Settings = SETTINGS) -> Starlette:
    """Build the application of these tests, with the real layers around it."""
    routes = [
        *static_files.routes,
        *script_messages.routes,
        *preference_routes(remember_nothing),
        *health_routes({"database": is_fine}),
        Route("/", show_problem_page),
        Route("/private", show_private_page),
        Route("/private", show_private_page, methods=["POST"]),
        Route("/coordinator", show_coordinators_page),
        Route("/broken", break_down),
        Route("/form", echo_form, methods=["POST"]),
        Route("/api/v1/notes", list_notes, methods=["GET"]),
        Route("/api/v1/notes", post_note, methods=["POST"]),
    ]
    app = Starlette(
        routes=routes,
        middleware=protection(settings, identify, read_bell),
        exception_handlers=exception_handlers,
    )
    app.state.remembered = []
    return app


@pytest.fixture
def visit() -> Visit:
    """Open a browser for somebody: `visit("ana")`, or `visit()` for a stranger."""

    def open_browser(person: str | None = None, **headers: str) -> TestClient:
        client = TestClient(make_house(), base_url=ORIGIN, follow_redirects=False)
        client.headers.update({"Origin": ORIGIN, "Accept": "text/html", **headers})
        if person:
            client.cookies.set("__Host-session", person)
        return client

    return open_browser
