"""Frames go straight to the number of a socket, so a number must never mean somebody else's."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from balkancluster.realtime.server import FanoutProtocol
from tests.people import Network
from tests.realtime.house import House, Reader, open_house
from tests.realtime.sockets import SECONDS, message, numbers

ROUNDS = 12


@pytest.fixture
async def house(network: Network, database_url: str) -> AsyncIterator[House]:
    """The network behind a port."""
    async with open_house(network.database, database_url) as running:
        yield running


def sockets_of(house: House, room: int) -> set[int]:
    """Return the numbers that frames of a room would be written to."""
    audience = house.services.hub._audience(room)
    return {number for group in audience._live._sockets.values() for number in group}


async def written_to(house: House, room: int) -> None:
    """Wait until the one socket of a room is written to: where people talk, it first catches up with them."""
    async with asyncio.timeout(SECONDS):
        while len(sockets_of(house, room)) != 1:  # noqa: ASYNC110 - an audience tells nobody
            await asyncio.sleep(0)


class Departures:
    """Which numbers a room still wrote to when their sockets were given up, while they still meant them."""

    def __init__(self, house: House, room: int, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.left_behind: list[int] = []
        lose = FanoutProtocol.connection_lost

        def connection_lost(protocol: FanoutProtocol, error: Exception | None) -> None:
            number = protocol.descriptor
            lose(protocol, error)
            self.count += 1
            if number in sockets_of(house, room):
                self.left_behind.append(number)

        patch.setattr(FanoutProtocol, "connection_lost", connection_lost)


async def talk(reader: Reader, room: int, until: asyncio.Event) -> None:
    while not until.is_set():
        answer = await reader.client.post(f"/api/v1/rooms/{room}/messages", json=message("Још једна"))
        assert answer.status_code in {201, 429}


async def test_a_torn_line_is_left_out_before_its_number_can_mean_another(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await network.open_room(network.ana, network.elena)
    departures = Departures(house, room, monkeypatch)
    ana, elena, dragan = [await house.browser(who) for who in (network.ana, network.elena, network.dragan)]
    enough = asyncio.Event()
    talking = asyncio.create_task(talk(ana, room, enough))
    heard: set[str] = set()
    for _ in range(ROUNDS):
        async with elena.open_socket() as hers:
            await elena.listen(hers, room)
            await written_to(house, room)
            hers.tear()
            async with dragan.open_socket() as his:
                await his.greet()
                await his.say(t="what")
                await his.hear("error")
                heard |= {frame["t"] for frame in his.heard}
    enough.set()
    await talking
    assert departures.left_behind == []
    assert departures.count >= ROUNDS
    assert heard <= {"welcome", "error", "heads", "presence"}


async def test_who_reads_slowly_among_many_hears_every_frame_whole(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.elena, network.dragan)
    ana, elena, dragan = [await house.browser(who) for who in (network.ana, network.elena, network.dragan)]
    async with dragan.open_socket(4_096) as slow, elena.open_socket() as quick:
        head = (await dragan.listen(slow, room))["head"]
        await elena.listen(quick, room)
        for place in range(40):
            words = f"Poruka {place} " + "duga " * (40 * place)
            await ana.client.post(f"/api/v1/rooms/{room}/messages", json=message(words[:7_000]))
        async with asyncio.timeout(SECONDS):
            assert numbers(await quick.hear_events(head + 40)) == list(range(head + 1, head + 41))
            assert numbers(await slow.hear_events(head + 40)) == list(range(head + 1, head + 41))
