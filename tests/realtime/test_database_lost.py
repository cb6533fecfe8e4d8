"""While PostgreSQL is away people are told to come back, sockets stay open, and all heals by itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from sqlalchemy import make_url

from balkancluster.realtime.connection import TRY_LATER
from tests.people import Network
from tests.realtime.house import House, open_house
from tests.realtime.sockets import message
from tests.services.proxy import Proxy

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)

HEALED_WITHIN = 20.0
AS_A_BROWSER = {"Accept": "text/html"}


@pytest.fixture
def line(database_url: str) -> Proxy:
    """The wire between the application and its database."""
    port = make_url(database_url).port
    assert port
    return Proxy(port)


@pytest.fixture
async def house(network: Network, database_url: str, line: Proxy) -> AsyncIterator[House]:
    """The network, served over that wire."""
    await line.__aenter__()
    url = make_url(database_url).set(port=line.port).render_as_string(hide_password=False)
    async with open_house(network.database, url) as running:
        yield running
    await line.__aexit__(None, None, None)


async def heal(ask: Callable[[], Awaitable[httpx2.Response]]) -> httpx2.Response:
    """Ask again and again, as clients do, and return the first answer that is not "come back"."""
    async with asyncio.timeout(HEALED_WITHIN):
        while True:
            answer = await ask()
            if answer.status_code != httpx2.codes.SERVICE_UNAVAILABLE:
                return answer
            await asyncio.sleep(0.05)


async def test_what_is_asked_meanwhile_is_answered_with_503_and_the_socket_outlives_it(
    network: Network, house: House, line: Proxy
) -> None:
    room = await network.open_room(network.ana, network.elena)
    first = (await network.say(network.ana, room, "Pre")).seq
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    posts = f"/api/v1/rooms/{room}/messages"
    async with elena.open_socket() as socket:
        await elena.listen(socket, room)
        await line.__aexit__(None, None, None)
        said = message("Ovo mora da stigne")
        refused = await ana.client.post(posts, json=said)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["retry-after"]) > 0
        page = await ana.client.get(f"/rooms/{room}", headers=AS_A_BROWSER)
        assert page.status_code == 503
        typed = {"client_id": said["client_id"], "body": "Ovo ne sme da se izgubi"}
        form = await ana.client.post(f"/rooms/{room}/topics/1/messages", data=typed, headers=AS_A_BROWSER)
        assert form.status_code == 503
        assert "Ovo ne sme da se izgubi</textarea>" in form.text
        ready = await ana.client.get("/health/ready")
        assert (ready.status_code, ready.text) == (503, "not ready: database\n")
        await line.__aenter__()
        answer = await heal(lambda: ana.client.post(posts, json=said))
        assert answer.status_code in (200, 201)
        events = await socket.hear_events(first + 1)
        assert [event["message"]["body"] for event in events] == ["Ovo mora da stigne"]


async def test_who_comes_meanwhile_is_told_to_come_back_and_not_that_they_did_wrong(
    network: Network, house: House, line: Proxy
) -> None:
    room = await network.open_room(network.ana)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    known = await ana.room(room)
    async with ana.open_socket() as socket:
        await socket.greet()
        await line.__aexit__(None, None, None)
        await socket.follow(known)
        assert await socket.hear_the_end() == TRY_LATER
    # Ana was recognised just now and is not looked up again; whoever else comes has to be.
    async with elena.open_socket() as refused:
        assert await refused.hear_the_end() == TRY_LATER
    await line.__aenter__()


async def test_a_database_that_stands_still_is_given_up_after_a_while(
    network: Network, house: House, line: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await house.browser(network.ana)
    assert (await ana.client.get("/api/v1/rooms")).status_code == 200
    line.swallow()
    refused = await asyncio.wait_for(ana.client.get("/api/v1/rooms"), 30)
    assert refused.status_code == 503
    line.cut()
    line.let_through()
    assert (await heal(lambda: ana.client.get("/api/v1/rooms"))).status_code == 200


async def test_when_every_connection_is_taken_people_are_told_that_it_is_busy(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balkancluster.database.TURN_SECONDS", 0.2)
    ana = await house.browser(network.ana)
    database = house.services.database
    go_on = asyncio.Event()

    async def hold() -> None:
        async with database.read():
            await go_on.wait()

    holding = [asyncio.create_task(hold()) for _ in range(20)]
    await asyncio.sleep(0)
    busy = await ana.client.get("/api/v1/rooms")
    go_on.set()
    await asyncio.gather(*holding, return_exceptions=True)
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert (await ana.client.get("/api/v1/rooms")).status_code == 200
