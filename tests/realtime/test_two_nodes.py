"""Two nodes of one installation over each bus: what happens at one is seen at the other, at once.

Their sweeps rest, except where a test says otherwise: so what is seen came over the bus.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from balkancluster.access import MODERATOR
from balkancluster.realtime.bus.network import NetworkBus
from balkancluster.realtime.bus.news import Ended, Heads, Here, Typing
from balkancluster.realtime.hub import SESSION_ENDED
from tests.people import Network
from tests.realtime.house import House, open_house
from tests.realtime.sockets import Socket, message
from tests.services.redis import Redis

RESTS = 3_600.0
QUICK = 0.05
WITHIN = 5.0


@dataclass
class Nodes:
    """Niš and Sofia."""

    nis: House
    sofia: House


@pytest.fixture(params=["redis", "postgresql"])
def bus_url(request: pytest.FixtureRequest) -> str:
    """A bus that both nodes reach, whatever their database is."""
    server = request.getfixturevalue(request.param)
    return server.url if isinstance(server, Redis) else server.url("postgres").replace("+asyncpg", "")


@pytest.fixture
async def open_nodes(network: Network, database_url: str) -> AsyncIterator[Callable[..., Awaitable[Nodes]]]:
    """Open both nodes once each hears the other."""
    async with AsyncExitStack() as stack:

        async def open_both(bus_url: str, **choices: Any) -> Nodes:
            rest = {"sweep_seconds": RESTS, "presence_seconds": QUICK, "bus_url": bus_url} | choices
            houses = [
                await stack.enter_async_context(open_house(network.database, database_url, **rest))
                for _ in range(2)
            ]
            async with asyncio.timeout(WITHIN):
                while not all(house.services.bus.is_connected for house in houses):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            return Nodes(*houses)

        yield open_both


@pytest.fixture
async def nodes(open_nodes: Callable[..., Awaitable[Nodes]], bus_url: str) -> Nodes:
    """Both nodes, without a sweep."""
    return await open_nodes(bus_url)


async def hear_presence(socket: Socket, names: set[str]) -> None:
    """Return when exactly these are here."""
    while {one["name"] for one in (await socket.hear("presence"))["here"]} != names:
        pass


async def test_what_is_said_at_one_node_is_heard_at_the_other(network: Network, nodes: Nodes) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await nodes.nis.browser(network.ana), await nodes.sofia.browser(network.elena)
    async with elena.open_socket() as socket:
        await elena.listen(socket, room)
        for text in ("Dobro jutro", "Kako ste"):
            posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message(text))).json()
            events = await socket.hear_events(posted["seq"])
            assert [event["message"]["body"] for event in events] == [text]


async def test_who_writes_and_who_is_here_is_seen_at_the_other_node(network: Network, nodes: Nodes) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await nodes.nis.browser(network.ana), await nodes.sofia.browser(network.elena)
    async with ana.open_socket() as hers, elena.open_socket() as other:
        await ana.listen(hers, room)
        await elena.listen(other, room)
        await hers.say(t="here", room=str(room))
        await hear_presence(other, {network.ana.name})
        await other.say(t="here", room=str(room))
        await hear_presence(hers, {network.ana.name, network.elena.name})
        await other.say(t="typing", room=str(room), topic=None)
        person = {"id": str(network.elena.id), "name": network.elena.name}
        assert (await hers.hear("typing"))["person"] == person
        settings = {"name": network.elena.name, "locale": "bg", "time_zone": "Europe/Sofia"}
        await (await nodes.nis.browser(network.elena)).client.post("/settings", data=settings)
        await hear_presence(hers, {network.ana.name})


async def test_who_is_signed_out_at_one_node_is_silent_at_the_other(network: Network, nodes: Nodes) -> None:
    room = await network.open_room(network.ana, network.elena)
    at_nis, at_sofia = await nodes.nis.browser(network.elena), await nodes.sofia.browser(network.elena)
    ana = await nodes.sofia.browser(network.ana)
    async with at_sofia.open_socket() as socket, ana.open_socket() as of_ana:
        await at_sofia.listen(socket, room)
        await ana.listen(of_ana, room)
        async with asyncio.timeout(1.0 + WITHIN):
            await at_nis.client.post("/settings/sessions/end-others")
            assert await socket.hear_the_end() == SESSION_ENDED
        assert (await at_sofia.client.get("/api/v1/rooms")).status_code == 401
        assert (await at_nis.client.get("/api/v1/rooms")).status_code == 200
        assert of_ana.close_code == 0


async def test_news_of_an_end_that_did_not_happen_ends_nothing(network: Network, nodes: Nodes) -> None:
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await nodes.nis.browser(network.ana), await nodes.sofia.browser(network.elena)
    async with elena.open_socket() as socket:
        await elena.listen(socket, room)
        bus = nodes.nis.services.bus
        everybody = [person.id for person in (network.ana, network.elena, network.dragan)]
        for news in (
            Ended(persons=everybody, sessions=list(range(1, 100)), tokens=list(range(1, 100))),
            Heads({room: 10_000, 999_999: 5}),
            Heads({room: 0}),
            Typing(room, None, 999_999),
            Typing(999_999, None, network.ana.id),
            Here({room: [999_999], 999_999: [network.ana.id]}),
        ):
            bus.publish(news)
            bus.publish(news)
        posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("I dalje"))).json()
        (event,) = await socket.hear_events(posted["seq"])
        assert event["message"]["body"] == "I dalje"
        assert {frame["t"] for frame in socket.heard} <= {"welcome", "events"}


async def test_without_the_bus_everything_comes_by_the_sweep(
    network: Network, open_nodes: Callable[..., Awaitable[Nodes]], redis: Redis
) -> None:
    nodes = await open_nodes(redis.url, sweep_seconds=0.5)
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await nodes.nis.browser(network.ana), await nodes.sofia.browser(network.elena)
    async with elena.open_socket() as socket:
        await elena.listen(socket, room)
        redis.kill()
        posted = (
            await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("Bez sabirnice"))
        ).json()
        await socket.hear_events(posted["seq"])
        ready = await ana.client.get("/health/ready")
        assert ready.status_code == 200
        assert "degraded: bus" in ready.text
        assert " failed=" in ready.text
        async with asyncio.timeout(3.0 + WITHIN):
            await (await nodes.nis.browser(network.elena)).client.post("/settings/sessions/end-others")
            assert await socket.hear_the_end() == SESSION_ENDED
        redis.start()
        async with asyncio.timeout(15):
            while "degraded" in (await ana.client.get("/health/ready")).text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def test_a_gap_is_swept_at_once(
    network: Network, open_nodes: Callable[..., Awaitable[Nodes]], redis: Redis
) -> None:
    nodes = await open_nodes(redis.url)
    room = await network.open_room(network.ana, network.elena)
    ana, elena = await nodes.nis.browser(network.ana), await nodes.sofia.browser(network.elena)
    async with elena.open_socket() as socket:
        await elena.listen(socket, room)
        redis.kill()
        posted = (await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message("U rupi"))).json()
        redis.start()
        events = await socket.hear_events(posted["seq"])
        assert events[-1]["message"]["body"] == "U rupi"
        bus = nodes.sofia.services.bus
        assert isinstance(bus, NetworkBus)
        assert bus.counters.reconnects == 1


async def test_a_role_that_was_taken_is_gone_from_open_sockets_of_the_other_node(
    network: Network, nodes: Nodes
) -> None:
    room = await network.open_room(network.boris)
    boris, vesna = await nodes.sofia.browser(network.boris), await nodes.nis.browser(network.vesna)
    async with boris.open_socket() as socket:
        await boris.listen(socket, room)
        (listener,) = nodes.sofia.services.hub.open_listeners()
        assert MODERATOR in listener.actor.roles
        address = f"/coordination/people/{network.boris.id}/roles/revoke"
        await vesna.client.post(address, data={"role": MODERATOR})
        async with asyncio.timeout(WITHIN):
            while MODERATOR in listener.actor.roles:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
