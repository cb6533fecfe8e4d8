"""Who comes in when thousands come: one in each turn of the loop, in order, and the rest are told when."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from websockets.exceptions import InvalidStatus

from balkancluster.realtime import admission, polling, server
from balkancluster.realtime.admission import Full, Gate
from tests.people import Network
from tests.realtime.house import House, open_house
from tests.realtime.sockets import SECONDS, message, numbers


@pytest.fixture
async def house(network: Network, database_url: str) -> AsyncIterator[House]:
    """The network behind a port."""
    async with open_house(network.database, database_url) as running:
        yield running


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A door of this test's own, for sockets and long polls."""
    made = Gate(at_once=1)
    monkeypatch.setattr(server, "gate", made)
    monkeypatch.setattr(polling, "gate", made)
    return made


async def test_they_come_in_the_order_in_which_they_came_and_others_have_their_turn_between() -> None:
    gate, seen = Gate(at_once=10), list[str]()
    for number in range(3):
        gate.enter(lambda number=number: seen.append(f"visitor {number}"))  # type: ignore[misc]
    for _ in range(3):
        await asyncio.sleep(0)
        seen.append("somebody else")
    assert seen == [
        *("visitor 0", "somebody else"),
        *("visitor 1", "somebody else"),
        *("visitor 2", "somebody else"),
    ]


async def test_no_more_are_inside_than_may_be() -> None:
    gate, inside, most = Gate(at_once=3), 0, 0

    async def visit() -> None:
        nonlocal inside, most
        async with gate.turn():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(visit() for _ in range(20)))
    assert (inside, most) == (0, 3)


async def test_who_gives_up_while_waiting_passes_the_turn_on() -> None:
    gate = Gate(at_once=1)
    held = asyncio.Event()

    async def hold() -> None:
        async with gate.turn():
            await held.wait()

    async def pass_through() -> str:
        async with gate.turn():
            return "in"

    holding = asyncio.create_task(hold())
    await asyncio.sleep(0)
    impatient, patient = asyncio.create_task(pass_through()), asyncio.create_task(pass_through())
    await asyncio.sleep(0)
    impatient.cancel()
    held.set()
    assert await asyncio.wait_for(patient, SECONDS) == "in"
    await holding


async def test_too_many_are_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "LEAST_WAITING", 2)
    monkeypatch.setattr(admission, "PATIENCE", 0.0)
    gate = Gate()
    for _ in range(2):
        gate.enter(lambda: None)
    with pytest.raises(Full) as full:
        gate.enter(lambda: None)
    shortest, longest = admission.COME_BACK_AFTER
    assert shortest <= full.value.retry_after <= longest


async def test_a_full_house_answers_the_handshake_and_the_long_poll_with_503(
    network: Network, house: House, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LEAST_WAITING", 0)
    monkeypatch.setattr(admission, "PATIENCE", 0.0)
    ana = await house.browser(network.ana)
    with pytest.raises(InvalidStatus) as refused:
        async with ana.open_socket():
            pass
    assert refused.value.response.status_code == httpx2.codes.SERVICE_UNAVAILABLE
    assert int(refused.value.response.headers["Retry-After"]) >= 1
    answer = await ana.client.post("/api/v1/live", json={"frames": [], "wait": 0})
    assert answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) >= 1
    monkeypatch.undo()
    async with ana.open_socket() as socket:
        await socket.greet()


async def test_who_hangs_up_while_waiting_keeps_nobody_out(
    network: Network, house: House, gate: Gate
) -> None:
    held = asyncio.Event()

    async def hold() -> None:
        async with gate.turn():
            await held.wait()

    holding = asyncio.create_task(hold())
    room_id = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3), elena.open_socket():
            pass
    held.set()
    await holding
    async with ana.open_socket() as one, ana.open_socket() as other:
        for socket in (one, other):
            await ana.listen(socket, room_id)
        posted = (await ana.client.post(f"/api/v1/rooms/{room_id}/messages", json=message("Tu smo"))).json()
        for socket in (one, other):
            assert numbers(await socket.hear_events(posted["seq"])) == [posted["seq"]]


async def test_a_crowd_that_comes_at_once_is_let_in_whole(network: Network, house: House) -> None:
    people = [await house.browser(network.dragan) for _ in range(3)]
    people += [await house.browser(who) for who in (network.ana, network.elena, network.boris)]

    async def come(number: int) -> None:
        async with people[number % len(people)].open_socket() as socket:
            await socket.greet()

    await asyncio.gather(*map(come, range(120)))
