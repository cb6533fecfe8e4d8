"""Files of messages through the doors: the form without scripts, the API, and what readers are shown."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.app import build_app
from balkancluster.database import new_id
from balkancluster.i18n.reading import Reading
from balkancluster.members.sessions import begin_session
from balkancluster.realtime.channel import Variant
from balkancluster.rooms.channel import RoomChannel
from balkancluster.rooms.memberships import leave_room
from balkancluster.settings import Settings
from tests.files.pictures import draw
from tests.people import Network

ORIGIN = "http://house.example"
LIMIT = 200_000

Visit = Callable[[Actor], Awaitable[httpx2.AsyncClient]]


@pytest.fixture
async def visit(network: Network, database_url: str, tmp_path: Path) -> AsyncIterator[Visit]:
    """Opens a browser of somebody: `await visit(network.ana)`."""
    settings = Settings(
        database_url=database_url,
        base_url=ORIGIN,
        secret="s" * 40,
        allowed_hosts=("house.example",),
        files_url=str(tmp_path / "files"),
        file_bytes=LIMIT,
    )
    app = build_app(settings)
    opened: list[httpx2.AsyncClient] = []

    async def open_browser(who: Actor) -> httpx2.AsyncClient:
        headers = {"Origin": ORIGIN, "Accept-Language": "en"}
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=ORIGIN, headers=headers)
        opened.append(client)
        async with network.database.write() as session:
            client.cookies.set("session", await begin_session(session, who.id, "", ""))
        return client

    async with app.router.lifespan_context(app):
        yield open_browser
        for client in opened:
            await client.aclose()


async def upload(browser: httpx2.AsyncClient, name: str, content: bytes) -> dict[str, Any]:
    sent = await browser.post("/api/v1/files", files={"file": (name, content)})
    assert sent.status_code == httpx2.codes.CREATED, sent.text
    found: dict[str, Any] = sent.json()
    return found


async def say(browser: httpx2.AsyncClient, room: int, body: str, *ids: str) -> httpx2.Response:
    message = {"client_id": new_id(), "body": body, "files": list(ids)}
    return await browser.post(f"/api/v1/rooms/{room}/messages", json=message)


async def topic_of(browser: httpx2.AsyncClient, room: int) -> str:
    items = (await browser.get(f"/api/v1/rooms/{room}/topics")).json()["items"]
    return f"/rooms/{room}/topics/{items[0]['id']}"


async def test_the_api_tells_of_files_in_history_and_events(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await visit(network.ana), await visit(network.elena)
    prices = await upload(ana, "Cenovnik.csv", "пређа;12,50\n".encode())
    posted = await say(ana, room, "", prices["id"])
    assert posted.status_code == httpx2.codes.CREATED, posted.text
    history = (await elena.get(f"/api/v1/rooms/{room}/messages")).json()["items"][0]
    events = (await elena.get(f"/api/v1/rooms/{room}/events")).json()["events"]
    assert history["files"] == events[-1]["message"]["files"] == [prices]
    assert "Cenovnik.csv" in history["html"]
    assert (await elena.get(prices["address"])).text == "пређа;12,50\n"


async def test_a_picture_keeps_its_place_before_it_is_there(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana)
    ana = await visit(network.ana)
    loom = await upload(ana, 'Разбој "1".png', draw("PNG", (1600, 900)))
    await say(ana, room, "Naš razboj", loom["id"])
    page = (await ana.get(await topic_of(ana, room))).text
    shown = re.search(r'<img src="([^"]+)" width="352" height="198" alt="([^"]+)"', page)
    assert shown
    assert (shown[1], shown[2]) == (loom["thumbnail"], loom["name"])
    assert (await ana.get(shown[1])).headers["content-type"].startswith("image/")


async def test_the_socket_tells_the_same_in_every_language(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana)
    ana = await visit(network.ana)
    prices = await upload(ana, "Cenovnik.csv", b"a;1\n" * 400)
    seq = (await say(ana, room, "", prices["id"])).json()["seq"]
    async with network.database.read() as session:
        happening = (await RoomChannel().read(session, room, seq - 1, 1))[0]
    told = {
        tag: json.loads(RoomChannel().present(happening, Variant(Reading(tag), "member")))["message"]
        for tag in ("bg", "sr-Cyrl")
    }
    assert told["bg"]["files"] == told["sr-Cyrl"]["files"] == [prices]
    assert "Таблица · 1,6" in told["bg"]["html"]
    assert "Табела · 1,6" in told["sr-Cyrl"]["html"]


@pytest.mark.parametrize("ids", [["nothing"], [""], ["\u0000"], ["x"] * 11, [new_id(), new_id()]])
async def test_bad_ids_are_refused_by_the_name_of_the_field(
    network: Network, visit: Visit, ids: list[str]
) -> None:
    room = await network.open_room(network.ana)
    refused = await say(await visit(network.ana), room, "Evo", *ids)
    assert refused.status_code == httpx2.codes.UNPROCESSABLE_CONTENT
    assert refused.json()["errors"][0]["field"].startswith("files")


async def test_a_form_without_scripts_sends_words_and_files(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await visit(network.ana), await visit(network.elena)
    topic = await topic_of(ana, room)
    files = [("file", ("Cenovnik.csv", b"a;1\n")), ("file", ("razboj.png", draw("PNG")))]
    sent = await ana.post(
        f"{topic}/messages", data={"client_id": new_id(), "body": "U prilogu", "reply_to": ""}, files=files
    )
    assert sent.status_code == httpx2.codes.SEE_OTHER, sent.text
    message = (await elena.get(f"/api/v1/rooms/{room}/messages")).json()["items"][0]
    assert (message["body"], [file["name"] for file in message["files"]]) == (
        "U prilogu",
        ["Cenovnik.csv", "razboj.png"],
    )
    assert (await elena.get(topic)).text.count("Cenovnik.csv") >= 1


async def test_a_refused_file_loses_neither_the_words_nor_the_other_files(
    network: Network, visit: Visit
) -> None:
    room = await network.open_room(network.ana)
    ana = await visit(network.ana)
    topic = await topic_of(ana, room)
    files = [("file", ("Cenovnik.csv", b"a;1\n")), ("file", ("film.mp4", b"x" * (LIMIT + 1)))]
    words = {"client_id": new_id(), "body": "Duga poruka koju ne bih da kucam ponovo", "reply_to": ""}
    refused = await ana.post(f"{topic}/messages", data=words, files=files)
    assert refused.status_code == httpx2.codes.CONTENT_TOO_LARGE
    assert words["body"] in refused.text
    kept = re.findall(r'name="files" value="([^"]+)" checked', refused.text)
    assert len(kept) == 1
    sent = await ana.post(f"{topic}/messages", data=words | {"files": kept[0]})
    assert sent.status_code == httpx2.codes.SEE_OTHER
    message = (await ana.get(f"/api/v1/rooms/{room}/messages")).json()["items"][0]
    assert [file["name"] for file in message["files"]] == ["Cenovnik.csv"]


async def test_too_many_files_in_a_form_lose_no_words(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana)
    ana = await visit(network.ana)
    files = [("file", (f"{number}.txt", b"tekst")) for number in range(11)]
    words = {"client_id": new_id(), "body": "Jedanaest priloga", "reply_to": ""}
    refused = await ana.post(f"{await topic_of(ana, room)}/messages", data=words, files=files)
    assert refused.status_code == httpx2.codes.UNPROCESSABLE_CONTENT
    assert words["body"] in refused.text


async def test_a_stranger_sends_nothing_into_a_room(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana)
    topic = await topic_of(await visit(network.ana), room)
    elena = await visit(network.elena)
    sent = await elena.post(
        f"{topic}/messages", data={"client_id": new_id(), "body": "x"}, files={"file": ("a.txt", b"tekst")}
    )
    assert sent.status_code == httpx2.codes.NOT_FOUND


async def test_the_form_of_an_edit_keeps_the_files_that_are_ticked(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana)
    ana = await visit(network.ana)
    ids = [(await upload(ana, name, b"tekst"))["id"] for name in ("a.txt", "b.txt")]
    message = (await say(ana, room, "Dva priloga", *ids)).json()["id"]
    address = f"/rooms/{room}/messages/{message}/edit"
    assert (await ana.get(address)).text.count('name="kept"') == 2
    edited = {"body": "Jedan prilog", "rev": "1", "has_files": "1", "kept": ids[1]}
    assert (await ana.post(address, data=edited)).status_code == httpx2.codes.SEE_OTHER
    files = (await ana.get(f"/api/v1/rooms/{room}/messages")).json()["items"][0]["files"]
    assert [file["name"] for file in files] == ["b.txt"]


async def test_a_new_topic_can_begin_with_a_file(network: Network, visit: Visit) -> None:
    room = await network.open_room(network.ana)
    ana = await visit(network.ana)
    topic = {"client_id": new_id(), "title": "Cenovnik za 2027", "body": "Evo ga"}
    made = await ana.post(f"/rooms/{room}/topics", data=topic, files={"file": ("cene.csv", b"a;1\n")})
    assert made.status_code == httpx2.codes.SEE_OTHER, made.text
    assert "cene.csv" in (await ana.get(made.headers["location"])).text


async def test_a_file_is_gone_with_its_message_and_for_who_left_the_room(
    network: Network, visit: Visit
) -> None:
    room = await network.open_room(network.ana, network.elena, network.dragan)
    ana, elena, dragan = [await visit(who) for who in (network.ana, network.elena, network.dragan)]
    stranger = await visit(network.vesna)
    picture = await upload(ana, "razboj.png", draw("PNG"))
    addresses = (picture["address"], picture["thumbnail"])
    message = (await say(ana, room, "", picture["id"])).json()["id"]

    async def codes(browser: httpx2.AsyncClient) -> set[int]:
        return {(await browser.get(address)).status_code for address in addresses}

    assert await codes(elena) == await codes(dragan) == {200}
    assert await codes(stranger) == {404}
    await leave_room(network.log, network.dragan, room)
    assert await codes(dragan) == {404}
    assert (await ana.delete(f"/api/v1/rooms/{room}/messages/{message}")).status_code == 204
    assert await codes(ana) == await codes(elena) == {404}
