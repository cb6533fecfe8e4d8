"""The live line without a socket: one request hears what a socket would, with the rights of now."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from balkancluster.realtime import polling
from balkancluster.rooms.memberships import remove_member
from tests.people import Network
from tests.realtime.house import House, Reader, open_house
from tests.realtime.sockets import SECONDS, Frame, message, numbers

LIVE = "/api/v1/live"


@pytest.fixture
async def house(network: Network, database_url: str) -> AsyncIterator[House]:
    """The network behind a port, with people told of soon."""
    async with open_house(network.database, database_url, presence_seconds=0.05) as running:
        yield running


async def poll(reader: Reader, *frames: Frame, wait: int = 0) -> list[Frame]:
    """Ask once and return the frames of the answer."""
    answer = await reader.client.post(LIVE, json={"frames": list(frames), "wait": wait})
    assert answer.status_code == httpx2.codes.OK, answer.text
    heard: list[Frame] = answer.json()["frames"]
    return heard


def sub(room: Frame, after: int | None = None) -> Frame:
    """Return the frame that follows a room, from its head or from a number on."""
    return {
        "t": "sub",
        "room": room["id"],
        "epoch": room["epoch"],
        "after": room["head"] if after is None else after,
    }


def when_done(house: House, name: str, patch: pytest.MonkeyPatch) -> asyncio.Event:
    """Return what is set after the next call of something that the hub does."""
    done, act = asyncio.Event(), getattr(house.services.hub, name)

    def note(result: object) -> object:
        done.set()
        return result

    async def later(*arguments: object) -> object:
        return note(await act(*arguments))

    def now(*arguments: object) -> object:
        return note(act(*arguments))

    patch.setattr(house.services.hub, name, later if asyncio.iscoroutinefunction(act) else now)
    return done


async def within_seconds(event: asyncio.Event) -> None:
    """Wait for something that happens soon."""
    async with asyncio.timeout(SECONDS):
        await event.wait()


def events_of(frames: list[Frame]) -> list[Frame]:
    """Return the events of all frames."""
    return [event for frame in frames if frame["t"] == "events" for event in frame["events"]]


async def test_a_waiting_request_is_answered_by_what_is_said(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    room = await elena.room(room_id)
    listens = when_done(house, "subscribe", monkeypatch)
    hearing = asyncio.create_task(poll(elena, {"t": "hello", "v": 1, "locale": "bg"}, sub(room), wait=25))
    await within_seconds(listens)
    posted = await ana.client.post(f"/api/v1/rooms/{room_id}/messages", json=message("Dobar dan"))
    events = events_of(await hearing)
    assert numbers(events) == [posted.json()["seq"]]
    async with elena.open_socket() as socket:
        await elena.follow(socket, room_id, after=room["head"])
        assert await socket.hear_events(events[-1]["seq"]) == events


async def test_who_was_away_goes_on_from_the_last_number_in_order(network: Network, house: House) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(130):
        await network.say(network.ana, room_id, f"Rečenica {number}")
    elena = await house.browser(network.elena)
    room, events = await elena.room(room_id), list[Frame]()
    while not events or events[-1]["seq"] < room["head"]:
        events += events_of(await poll(elena, sub(room, events[-1]["seq"] if events else 0), wait=5))
    assert numbers(events) == list(range(1, room["head"] + 1))


async def test_an_answer_is_bounded_and_the_next_one_goes_on(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "ANSWER_BYTES", 10_000)
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(210):
        await network.say(network.ana, room_id, f"Rečenica {number}")
    elena = await house.browser(network.elena)
    room = await elena.room(room_id)
    first = events_of(await poll(elena, sub(room, 0), wait=5))
    assert numbers(first) == list(range(1, 101))
    second = events_of(await poll(elena, sub(room, 100), wait=5))
    assert numbers(second)[0] == 101


async def test_silence_is_answered_when_the_time_is_over(network: Network, house: House) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    elena = await house.browser(network.elena)
    assert events_of(await poll(elena, sub(await elena.room(room_id)), wait=1)) == []
    assert house.services.hub.sockets_of(network.elena.id) == 0


async def test_another_life_of_a_room_is_told_as_a_reset(network: Network, house: House) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    elena = await house.browser(network.elena)
    room = await elena.room(room_id)
    told = await poll(elena, sub(room | {"epoch": "before"}), wait=5)
    assert told[0] == {"t": "reset", "room": room["id"], "epoch": room["epoch"], "head": room["head"]}


async def test_who_was_removed_hears_nothing_more(network: Network, house: House) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    elena = await house.browser(network.elena)
    room = await elena.room(room_id)
    await remove_member(network.log, network.ana, room_id, network.elena.id)
    await network.say(network.ana, room_id, "Među nama")
    assert await poll(elena, sub(room), wait=5) == [{"t": "error", "code": "not_found", "ref": room["id"]}]


async def test_writing_is_told_to_who_waits_and_by_who_polls(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    room = await elena.room(room_id)
    listens = when_done(house, "subscribe", monkeypatch)
    hearing = asyncio.create_task(poll(elena, sub(room), wait=25))
    await within_seconds(listens)
    await poll(ana, sub(room), {"t": "typing", "room": room["id"]})
    assert [frame["person"]["name"] for frame in await hearing if frame["t"] == "typing"] == [
        network.ana.name
    ]


async def test_what_concerns_only_me_comes_too_and_once(network: Network, house: House) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, room_id, f"@[{network.elena.name}](person:{network.elena.id}) zdravo")
    elena = await house.browser(network.elena)
    mine = (await elena.client.get("/api/v1/me/events")).json()
    assert mine["head"] > 0
    place = {"epoch": mine["epoch"], "after": 0}
    told = await poll(elena, {"t": "hello", "v": 1, "me": place}, wait=5)
    events = [event for frame in told if frame["t"] == "notice" for event in frame["events"]]
    assert numbers(events) == list(range(1, mine["head"] + 1))
    place["after"] = mine["head"]
    told = await poll(elena, {"t": "hello", "v": 1, "me": place}, wait=1)
    assert [frame for frame in told if frame["t"] == "notice"] == []


async def test_who_polls_is_here_for_the_others(network: Network, house: House) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    ana, elena = await house.browser(network.ana), await house.browser(network.elena)
    async with elena.open_socket() as socket:
        await elena.listen(socket, room_id)
        await poll(ana, sub(await ana.room(room_id)), {"t": "here"})
        assert (await socket.hear("presence"))["count"] == 1


async def test_a_session_that_ends_ends_the_waiting_request(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    elena = await house.browser(network.elena)
    body = {"frames": [sub(await elena.room(room_id))], "wait": 25}
    listens = when_done(house, "subscribe", monkeypatch)
    hearing = asyncio.create_task(elena.client.post(LIVE, json=body))
    await within_seconds(listens)
    house.services.hub.end({one.actor for one in house.services.hub.listeners_of(room_id)})
    assert (await hearing).status_code == httpx2.codes.UNAUTHORIZED


async def test_who_hangs_up_is_not_listened_for(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    elena = await house.browser(network.elena)
    listens = when_done(house, "subscribe", monkeypatch)
    hearing = asyncio.create_task(poll(elena, sub(await elena.room(room_id)), wait=25))
    await within_seconds(listens)
    gone = when_done(house, "farewell", monkeypatch)
    hearing.cancel()
    await within_seconds(gone)


async def test_a_frame_nobody_knows_is_refused_with_its_place(network: Network, house: House) -> None:
    elena = await house.browser(network.elena)
    for body in ({"frames": [{"t": "dance"}]}, {"frames": [], "wait": 90}, {"frames": 7}, {}):
        answer = await elena.client.post(LIVE, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body


async def test_a_server_that_stops_says_when_to_come_back(
    network: Network, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    elena = await house.browser(network.elena)
    listens = when_done(house, "subscribe", monkeypatch)
    hearing = asyncio.create_task(poll(elena, sub(await elena.room(room_id)), wait=25))
    await within_seconds(listens)
    house.services.hub.say_goodbye(lambda: 1_234)
    assert {"t": "bye", "after_ms": 1_234} in await hearing
