"""Somebody whose line is stuck: nobody else waits for them, and the server does not keep what they miss."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from balkancluster.realtime import server
from balkancluster.realtime.listener import Listener
from tests.people import Network
from tests.realtime.house import House, Reader, open_house
from tests.realtime.sockets import SECONDS, message, numbers

MESSAGES = 24
LONG = "Преговори о роковима и цени пређе трају, јављамо се чим стигне узорак. " * 100
WINDOW = 4_096


@pytest.fixture
async def house(network: Network, database_url: str) -> AsyncIterator[House]:
    """The network behind a port."""
    async with open_house(network.database, database_url) as running:
        yield running


async def say_much(reader: Reader, room: int) -> int:
    """Say more than any buffer holds, and return the last number."""
    last = 0
    for _ in range(MESSAGES):
        answer = await reader.client.post(f"/api/v1/rooms/{room}/messages", json=message(LONG))
        last = answer.json()["seq"]
    return last


def note_departure(house: House, person_id: int, patch: pytest.MonkeyPatch) -> asyncio.Event:
    """Return what is set once the server has given up a socket of this person."""
    gone, farewell = asyncio.Event(), house.services.hub.farewell

    def leave(listener: Listener) -> None:
        farewell(listener)
        if listener.actor.id == person_id:
            gone.set()

    patch.setattr(house.services.hub, "farewell", leave)
    return gone


async def test_who_stops_reading_is_cut_and_the_others_hear_everything(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "STALLED_SECONDS", 1.0)
    gone = note_departure(house, network.dragan.id, monkeypatch)
    room = await network.open_room(network.ana, network.elena, network.dragan)
    ana, elena, dragan = [await house.browser(who) for who in (network.ana, network.elena, network.dragan)]
    async with dragan.open_socket(WINDOW) as stuck, elena.open_socket() as other:
        await dragan.listen(stuck, room)
        head = (await elena.listen(other, room))["head"]
        hearing = asyncio.create_task(other.hear_events(head + MESSAGES))
        await say_much(ana, room)
        assert numbers(await hearing) == list(range(head + 1, head + MESSAGES + 1))
        async with asyncio.timeout(SECONDS):
            await gone.wait()
        assert await stuck.hear_the_end() == 1006
        assert sum(len(frame["events"]) for frame in stuck.heard if frame["t"] == "events") < MESSAGES


async def test_who_reads_again_in_time_has_missed_nothing(network: Network, house: House) -> None:
    room = await network.open_room(network.ana, network.dragan)
    ana, dragan = await house.browser(network.ana), await house.browser(network.dragan)
    async with dragan.open_socket(WINDOW) as slow:
        head = (await dragan.listen(slow, room))["head"]
        last = await say_much(ana, room)
        assert numbers(await slow.hear_events(last)) == list(range(head + 1, last + 1))
