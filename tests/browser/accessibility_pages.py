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

NO_PAGES = re.compile(
    r"/(api/v1|static|catalog|health|files)/|/(away/next|tour/example|search/suggestions)$"
    r"|/rooms/\{room\}/(people|messages/\{message\})$"
)
"""JSON, files, and the addresses that lead on to a topic."""

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
    "/away": [Page("/away"), Page("/away", "boris")],
    "/api": [Page("/api", VISITOR), Page("/api")],
    "/coordination": [Page("/coordination", "vesna")],
    "/coordination/people": [Page("/coordination/people", "vesna")],
    "/coordination/requests": [Page("/coordination/requests", "vesna")],
    "/coordination/translation": [Page("/coordination/translation", "vesna")],
    "/coordination/translation/glossary/{term}": [
        Page("/coordination/translation/glossary/1", "vesna", 404),
    ],
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
    "/my-organisation/profile": [
        Page("/my-organisation/profile"),
        Page("/my-organisation/profile?organisation={any_house}", "vesna"),
    ],
    "/notifications": [
        Page("/notifications"),
        Page("/notifications?show=unread"),
        Page("/notifications?before=1", "elena"),
    ],
    "/organisations/{code}": [
        Page("/organisations/{listed}"),
        Page("/organisations/{claimed}"),
        Page("/organisations/{asked}"),
        Page("/organisations/{removed}", "vesna"),
    ],
    "/organisations/{code}/claim": [Page("/organisations/{listed}/claim")],
    "/organisations/{code}/removal": [Page("/organisations/{listed}/removal")],
    "/outbox": [Page("/outbox", VISITOR)],
    "/password/forgot": [Page("/password/forgot", VISITOR), Page("/password/forgot?sent=1", VISITOR)],
    "/password/reset/{token}": [
        Page("/password/reset/{reset}", VISITOR),
        Page("/password/reset/unknown", VISITOR, 410),
    ],
    "/people/{person}": [Page("/people/{elena}"), Page("/people/{ana}")],
    "/rooms": [Page("/rooms")],
    "/rooms/new": [Page("/rooms/new", "vesna")],
    "/rooms/{room}/about": [
        Page("/rooms/{textile}/about"),
        Page("/rooms/{textile}/about", "boris"),
        Page("/rooms/{archived}/about"),
    ],
    "/rooms/{room}/messages/{message}/edit": [Page("/rooms/{own}/messages/{message}/edit")],
    "/rooms/{room}/messages/{message}/react": [
        Page("/rooms/{own}/messages/{message}/react"),
        Page("/rooms/{own}/messages/{pinned}/react"),
    ],
    "/rooms/{room}/messages/{message}/translation": [
        Page("/rooms/{own}/messages/{message}/translation", status=404),
    ],
    "/rooms/{room}/messages/{message}/remove": [Page("/rooms/{own}/messages/{message}/remove")],
    "/rooms/{room}/names": [Page("/rooms/{own}/names")],
    "/rooms/{room}/topics": [Page("/rooms/{textile}/topics")],
    "/rooms/{room}/topics/new": [Page("/rooms/{textile}/topics/new")],
    "/rooms/{room}/topics/{topic}": [
        Page("/rooms/{textile}/topics/{topic}"),
        Page("/rooms/{textile}/topics/{topic}?before=60"),
        Page("/rooms/{textile}/topics/{topic}?after=10"),
        Page("/rooms/{own}/topics/{own_topic}?at={message}"),
        Page("/rooms/{own}/topics/{quiet}"),
    ],
    "/rooms/{room}/topics/{topic}/move": [
        Page("/rooms/{own}/topics/{own_topic}/move"),
        Page("/rooms/{own}/topics/{quiet}/move"),
        Page("/rooms/{own}/topics/{quiet}/move?room={spools}"),
    ],
    "/rooms/{room}/topics/{topic}/title": [Page("/rooms/{own}/topics/{own_topic}/title")],
    "/rooms/{room}": [
        Page("/rooms/{textile}"),
        Page("/rooms/{direct}"),
        Page("/rooms/{own}"),
        Page("/rooms/{archived}"),
        Page("/rooms/{elsewhere}"),
        Page("/rooms/999999", status=404),
    ],
    "/search": [
        Page("/search"),
        Page("/search?q=vuna"),
        Page("/search?q=namestaj&kind=message&sort=best"),
        Page("/search?q=od:Elena+posle:2020"),
        Page("/search?q=nothing-like-this"),
    ],
    "/settings": [Page("/settings"), Page("/settings?done=settings")],
    "/settings/leave": [Page("/settings/leave"), Page("/settings/leave", "vesna")],
    "/settings/notifications": [
        Page("/settings/notifications"),
        Page("/settings/notifications?done=notifications", "elena"),
    ],
    "/settings/password": [Page("/settings/password")],
    "/settings/sessions": [Page("/settings/sessions")],
    "/settings/translation": [Page("/settings/translation", status=404)],
    "/shortcuts": [Page("/shortcuts")],
    "/sign-in": [Page("/sign-in", VISITOR)],
    "/tour": [Page("/tour")],
    "/unsubscribe/{token}": [
        Page("/unsubscribe/unknown", VISITOR, 404),
    ],
    "/styleguide": [Page("/styleguide", VISITOR)],
}

KEY_PAGES = frozenset(
    {
        "/",
        "/coordination",
        "/members",
        "/notifications",
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
            "any_house": "2",
            "ana": "1",
            "elena": "2",
            **(own := await _open_own_room(ana)),
            **await _open_quiet_places(ana, own["own"]),
            **await _write_letters(vesna),
            **await _ask_for_organisations(ana, vesna),
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
    pinned = await client.post(f"/api/v1/rooms/{room}/messages", json=message | {"client_id": new_id()})
    address = f"/api/v1/rooms/{room}/messages/{pinned.json()['id']}"
    for what in ("pin", "reactions/👍", "reactions/🧶"):
        assert (await client.put(f"{address}/{what}")).status_code == httpx2.codes.NO_CONTENT
    posted_ids = {"message": posted.json()["id"], "pinned": pinned.json()["id"]}
    return {"own": room, "own_topic": posted.json()["topic"], **posted_ids}


async def _open_quiet_places(client: httpx2.AsyncClient, own: str) -> dict[str, str]:
    """Open a topic that is closed and muted, a room it could be moved to, and one that is archived."""
    topic = f"/api/v1/rooms/{own}/topics"
    quiet = (await client.post(topic, json={"title": "Kalemovi"})).json()["id"]
    assert (await client.patch(f"{topic}/{quiet}", json={"closed": True})).is_success
    assert (await client.put(f"{topic}/{quiet}/level", json={"level": "muted"})).is_success
    found = {"quiet": quiet}
    for name in ("spools", "archived"):
        found[name] = (await _send(client, "/rooms", kind="private", **{"name-en": name})).rpartition("/")[2]
    await _send(client, f"/rooms/{found['archived']}/archive")
    return found


async def _ask_for_organisations(ana: httpx2.AsyncClient, vesna: httpx2.AsyncClient) -> dict[str, str]:
    """Have a claim wait, one refused, and an organisation taken off the list, unless that is so already."""
    places = {"asked": "RS002", "removed": "RS003"}
    if (await ana.get("/organisations/RS003")).status_code != httpx2.codes.OK:
        return places
    await _send(ana, "/organisations/RS002/claim", words="Vodim tu kancelariju.")
    page = await vesna.get("/coordination/requests", headers={"Accept": "text/html"})
    # The demo has requests that wait already; this is the newest, and the newest has the highest number.
    refuse = max(re.findall(r"/coordination/requests/(\d+)/refuse", page.text), key=int)
    await _send(vesna, f"/coordination/requests/{refuse}/refuse", answer="Нисмо Вас нашли на сајту.")
    await _send(ana, "/organisations/RS002/claim", words="Sada sam i na sajtu.")
    await _send(ana, "/organisations/RS004/removal", words="")
    await _send(vesna, "/organisations/RS003/take-off", reason="")
    return places


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
