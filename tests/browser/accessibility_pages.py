"""Every page of the application, with an address in the demo and somebody who may open it."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.routing import Route

from balkancluster.database import new_id
from tests.services.demo import signed_in_to_demo

VISITOR = ""

NO_PAGES = re.compile(r"/(api/v1|static|catalog|health)/|/rooms/\{room\}/(people|messages/\{message\})$")
"""JSON, files, and the address of a message, which leads on to its topic."""

TEXTILE, FOOD, ELENA = "Textile and clothing", "Agri-food and food processing", "Елена Дончева"
LETTER_SECONDS = 20
LETTERS = {"invitation": "/invitations", "reset": "/password/reset"}


@dataclass(frozen=True, slots=True)
class Page:
    """An address, with names of places in braces, and who opens it."""

    address: str
    person: str = "ana"
    status: int = 200


PAGES: dict[str, list[Page]] = {
    "/": [Page("/")],
    "/coordination": [Page("/coordination", "vesna")],
    "/coordination/people": [Page("/coordination/people", "vesna")],
    "/invitations/{token}": [
        Page("/invitations/{invitation}", VISITOR),
        Page("/invitations/unknown", VISITOR, 410),
    ],
    "/members": [
        Page("/members"),
        Page("/members?show=people"),
        Page("/members?q=cuprija&country=RS"),
        Page("/members?q=nothing-like-this"),
    ],
    "/my-organisation": [Page("/my-organisation")],
    "/organisations/{code}": [Page("/organisations/{listed}"), Page("/organisations/{claimed}")],
    "/outbox": [Page("/outbox", VISITOR)],
    "/password/forgot": [Page("/password/forgot", VISITOR), Page("/password/forgot?sent=1", VISITOR)],
    "/password/reset/{token}": [
        Page("/password/reset/{reset}", VISITOR),
        Page("/password/reset/unknown", VISITOR, 410),
    ],
    "/people/{person}": [Page("/people/{elena}"), Page("/people/{ana}")],
    "/rooms": [Page("/rooms")],
    "/rooms/new": [Page("/rooms/new", "vesna")],
    "/rooms/{room}/about": [Page("/rooms/{textile}/about"), Page("/rooms/{textile}/about", "boris")],
    "/rooms/{room}/messages/{message}/edit": [Page("/rooms/{own}/messages/{message}/edit")],
    "/rooms/{room}/messages/{message}/remove": [Page("/rooms/{own}/messages/{message}/remove")],
    "/rooms/{room}/names": [Page("/rooms/{own}/names")],
    "/rooms/{room}/topics": [Page("/rooms/{textile}/topics")],
    "/rooms/{room}/topics/new": [Page("/rooms/{textile}/topics/new")],
    "/rooms/{room}/topics/{topic}": [
        Page("/rooms/{textile}/topics/{topic}"),
        Page("/rooms/{textile}/topics/{topic}?before=60"),
    ],
    "/rooms/{room}/topics/{topic}/title": [Page("/rooms/{own}/topics/{own_topic}/title")],
    "/rooms/{room}": [
        Page("/rooms/{textile}"),
        Page("/rooms/{direct}"),
        Page("/rooms/{own}"),
        Page("/rooms/{elsewhere}"),
        Page("/rooms/999999", status=404),
    ],
    "/settings": [Page("/settings"), Page("/settings?done=settings")],
    "/settings/password": [Page("/settings/password")],
    "/settings/sessions": [Page("/settings/sessions")],
    "/sign-in": [Page("/sign-in", VISITOR)],
}

KEY_PAGES = frozenset(
    {
        "/",
        "/coordination",
        "/members",
        "/organisations/{listed}",
        "/rooms/{textile}",
        "/settings",
        "/sign-in",
    }
)
"""What people see most: looked at in every language, light and dark, on every run."""


def page_routes(app: Starlette) -> set[str]:
    """Return the paths of all routes that show a page, without the types of their parts."""
    routes = [route for route in app.routes if isinstance(route, Route)]
    found = {route.path for route in routes if route.methods is None or "GET" in route.methods}
    paths = {re.sub(r":\w+}", "}", path) for path in found}
    return {path for path in paths if not NO_PAGES.search(path)}


async def find_places(url: str) -> dict[str, str]:
    """Return what stands for the names in braces, some of it made for the purpose."""
    async with signed_in_to_demo(url, "ana") as ana, signed_in_to_demo(url, "vesna") as vesna:
        rooms, others = await _find_rooms(ana), await _find_rooms(vesna)
        return {
            "textile": rooms[TEXTILE],
            "direct": rooms[ELENA],
            "elsewhere": others[FOOD],
            "topic": (await _read(ana, f"/api/v1/rooms/{rooms[TEXTILE]}/topics"))["items"][0]["id"],
            "listed": "RS001",
            "claimed": "M001",
            "ana": "1",
            "elena": "2",
            **await _open_own_room(ana),
            **await _write_letters(vesna),
        }


async def _read(client: httpx2.AsyncClient, address: str) -> Any:
    answer = await client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == httpx2.codes.OK, answer.text
    return answer.json()


async def _send(client: httpx2.AsyncClient, address: str, **values: str) -> str:
    """Send a form and return where it led."""
    answer = await client.post(address, data=values, headers={"Accept": "text/html"})
    assert answer.status_code == httpx2.codes.SEE_OTHER, answer.text
    return str(answer.headers["location"])


async def _find_rooms(client: httpx2.AsyncClient) -> dict[str, str]:
    await _send(client, "/language", locale="en", next="/")
    return {room["name"]: room["id"] for room in (await _read(client, "/api/v1/rooms"))["items"]}


async def _open_own_room(client: httpx2.AsyncClient) -> dict[str, str]:
    room = (await _send(client, "/rooms", kind="private", **{"name-en": "Looms"})).rpartition("/")[2]
    message = {"client_id": new_id(), "body": "Ko ima razboj od **dva metra**?"}
    posted = await client.post(f"/api/v1/rooms/{room}/messages", json=message)
    return {"own": room, "own_topic": posted.json()["topic"], "message": posted.json()["id"]}


async def _write_letters(client: httpx2.AsyncClient) -> dict[str, str]:
    """Have an invitation and a new password sent, and return the secrets of both links."""
    await _send(client, "/password/forgot", email="elena@demo.example")
    house = {"organisation_name": "Вуница", "kind": "sme", "country": "RS", "lang": "sr-Cyrl"}
    await _send(client, "/coordination", email="mira@vunica.example", locale="sr-Cyrl", **house)
    return {name: await _find_secret(client, path) for name, path in LETTERS.items()}


async def _find_secret(client: httpx2.AsyncClient, path: str) -> str:
    async with asyncio.timeout(LETTER_SECONDS):
        # The letter with a new password is written after the answer, which must not tell who is a member.
        while True:
            letters = (await client.get("/outbox", headers={"Accept": "text/html"})).text
            if found := re.search(rf"{path}/([\w-]+)", letters):
                return found[1]
