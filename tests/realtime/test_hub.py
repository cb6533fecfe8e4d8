"""The hub: every listener gets every event once, in order, whatever happens between reading and telling."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.realtime.bus import news
from balkancluster.realtime.channel import Asked, Happening, Variant
from balkancluster.realtime.hub import SESSION_ENDED, Hub
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.log import Log
from balkancluster.realtime.models import Stream
from balkancluster.realtime.protocol import payload_of
from balkancluster.realtime.streams import read_head
from balkancluster.rooms.events import read_events
from balkancluster.rooms.memberships import remove_member
from balkancluster.rooms.rights import find_seat
from balkancluster.settings import MEMORY_BUS
from tests.people import Network
from tests.realtime.bus.nodes import node
from tests.services.postgresql import PostgreSQL
from tests.services.redis import Redis


class NumbersOnly:
    """A channel that shows the number of each event and the locale of its reader."""

    def __init__(self) -> None:
        self.presented = 0
        self.reads = 0
        self.reading = 0
        self.most_at_once = 0

    async def find_standing(self, session: AsyncSession, actor: Actor, stream_id: int) -> str | None:
        try:
            return (await find_seat(session, actor, stream_id)).role
        except NotFound:
            return None

    async def find_standings(self, session: AsyncSession, asked: Collection[Asked]) -> dict[Asked, str]:
        found = {one: await self.find_standing(session, *one) for one in asked}
        return {one: standing for one, standing in found.items() if standing}

    async def read(self, session: AsyncSession, stream_id: int, after: int, limit: int) -> list[Happening]:
        self.reads += 1
        self.reading += 1
        self.most_at_once = max(self.most_at_once, self.reading)
        events = await read_events(session, stream_id, after, limit)
        self.reading -= 1
        return [Happening(e.seq, e.kind, e.person.id if e.person else None, e) for e in events]

    def present(self, happening: Happening, variant: Variant) -> bytes:
        self.presented += 1
        return json.dumps({"seq": happening.seq, "locale": variant.reading.locale}).encode()


class Window:
    """A reader's window: collects what was written to it and tells when something awaited has come."""

    def __init__(self, actor: Actor) -> None:
        self.frames: list[dict[str, Any]] = []
        self.closed: int | None = None
        self._changed = asyncio.Condition()
        self.listener = Listener(actor, self._take, self._close, actor.locale or "en")

    def _take(self, frame: bytes) -> None:
        self.frames.append(json.loads(payload_of(frame)))
        asyncio.get_running_loop().create_task(self._tell())

    def _close(self, code: int) -> None:
        self.closed = code

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    @property
    def numbers(self) -> list[int]:
        return [event["seq"] for frame in self.frames if frame["t"] == "events" for event in frame["events"]]

    async def until(self, seq: int) -> list[int]:
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(lambda: seq in self.numbers)
        return self.numbers


async def nobody_ended(_session: AsyncSession, _actors: Iterable[Actor]) -> set[Actor]:
    return set()


@pytest.fixture
def channel() -> NumbersOnly:
    return NumbersOnly()


@pytest.fixture(params=["memory", "redis", "postgresql"])
def bus_url(request: pytest.FixtureRequest) -> str:
    """The URL of each bus over which a hint may reach the hub."""
    if request.param == "memory":
        return MEMORY_BUS
    server: Redis | PostgreSQL = request.getfixturevalue(request.param)
    return server.url if isinstance(server, Redis) else server.url("postgres").replace("+asyncpg", "")


@pytest.fixture
async def hub(network: Network, channel: NumbersOnly, bus_url: str) -> AsyncIterator[Hub]:
    """A hub at the node of the log, or, where there is a network, at another."""
    made = Hub(network.database, channel, nobody_ended)
    await network.log.close()
    async with node(bus_url) as (bus_of_log, _), node(bus_url) as (bus_of_hub, _):
        network.log = Log(network.database, lambda heads: bus_of_log.publish(news.Heads(heads)))
        heard = bus_of_log if bus_url == MEMORY_BUS else bus_of_hub
        heard.listen(news.Heads, lambda told, _node: made.hint(told.heads))
        yield made
        await network.log.close()
    await made.close()


async def subscribe(
    hub: Hub, network: Network, window: Window, room_id: int, after: int | None = None
) -> int:
    async with network.database.read() as session:
        epoch, head = await read_head(session, room_id)
    hub.welcome(window.listener)
    await hub.subscribe(window.listener, room_id, epoch, head if after is None else after)
    return head


async def test_a_listener_gets_what_comes_and_what_was_missed_once_and_in_order(
    network: Network, hub: Hub
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(150):
        await network.say(network.ana, room_id, f"Pre {number}")
    window = Window(network.elena)
    head = await subscribe(hub, network, window, room_id, after=0)
    for number in range(20):
        await network.say(network.ana, room_id, f"Posle {number}")
    assert await window.until(head + 20) == list(range(1, head + 21))


async def test_a_lost_hint_is_found_by_the_sweep(
    network: Network, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    window = Window(network.elena)
    head = await subscribe(hub, network, window, room_id)
    hinted: asyncio.Queue[int | None] = asyncio.Queue()
    hears: list[Callable[[Any], None]] = [hub.hint, lambda heads: hinted.put_nowait(heads.get(room_id))]
    monkeypatch.setattr(hub, "hint", lambda heads: [hear(heads) for hear in hears])
    await network.say(network.ana, room_id, "Ovo je javljeno")
    # A hint that comes, or is served, only later would bring the next message along.
    while await hinted.get() != head + 1:
        continue
    await asyncio.wait_for(hub._audience(room_id)._pump or asyncio.sleep(0), 5)
    log, network.log = network.log, Log(network.database)
    await network.say(network.ana, room_id, "Ovo niko nije javio")
    assert window.numbers == [head + 1]
    await hub.sweep()
    assert await window.until(head + 2) == [head + 1, head + 2]
    await network.log.close()
    network.log = log


async def test_hints_that_are_doubled_late_or_invented_show_nothing_twice(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    window = Window(network.elena)
    head = await subscribe(hub, network, window, room_id)
    hub.hint({room_id: 10_000, 999_999: 5})
    await network.say(network.ana, room_id, "Jednom")
    hub.hint({room_id: 1})
    hub.hint({room_id: head + 1})
    await network.say(network.ana, room_id, "Drugi put")
    assert await window.until(head + 2) == [head + 1, head + 2]


async def test_a_removed_member_hears_nothing_from_that_moment(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    elena, dragan = Window(network.elena), Window(network.dragan)
    head = await subscribe(hub, network, elena, room_id)
    await subscribe(hub, network, dragan, room_id)
    await remove_member(network.log, network.ana, room_id, network.elena.id)
    await network.say(network.ana, room_id, "Ovo Elena ne čuje")
    await dragan.until(head + 2)
    assert elena.numbers == []
    assert elena.frames[-1] == {"t": "error", "code": "not_found", "ref": str(room_id)}


async def test_a_stranger_may_not_listen(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana)
    with pytest.raises(NotFound):
        await subscribe(hub, network, Window(network.elena), room_id)


async def test_one_rendering_serves_all_readers_of_a_locale(
    network: Network, hub: Hub, channel: NumbersOnly
) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.boris, network.dragan)
    windows = [Window(who) for who in (network.elena, network.boris, network.dragan)]
    for window in windows:
        head = await subscribe(hub, network, window, room_id)
    posted = await network.say(network.ana, room_id, "Jedan put za sve")
    for window in windows:
        await window.until(posted.seq)
    assert posted.seq == head + 1
    assert channel.presented == len({"bg", "sr-Cyrl"})


async def test_a_paused_listener_is_caught_up_from_where_it_stood(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    slow, fast = Window(network.elena), Window(network.ana)
    head = await subscribe(hub, network, slow, room_id)
    await subscribe(hub, network, fast, room_id)
    slow.listener.pause()
    for number in range(5):
        await network.say(network.ana, room_id, f"Poruka {number}")
    await fast.until(head + 5)
    assert slow.numbers == []
    slow.listener.resume()
    assert await slow.until(head + 5) == list(range(head + 1, head + 6))


async def test_who_is_far_behind_or_of_another_epoch_is_told_to_reset(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    window = Window(network.elena)
    hub.welcome(window.listener)
    await hub.subscribe(window.listener, room_id, "another", 0)
    assert window.frames[0]["t"] == "reset"
    posted = await network.say(network.ana, room_id, "Posle")
    assert await window.until(posted.seq) == [posted.seq]


async def test_a_restored_stream_resets_everybody_who_listens(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    window = Window(network.elena)
    await subscribe(hub, network, window, room_id)
    posted = await network.say(network.ana, room_id, "Pre povratka")
    await window.until(posted.seq)
    async with network.database.write() as session:
        await session.execute(update(Stream).where(Stream.id == room_id).values(epoch="restored", head=1))
    await hub.sweep()
    assert window.frames[-1] == {"t": "reset", "room": str(room_id), "epoch": "restored", "head": 1}


async def test_a_socket_is_closed_when_its_session_has_ended(network: Network, channel: NumbersOnly) -> None:
    async def elena_ended(_session: AsyncSession, actors: Iterable[Actor]) -> set[Actor]:
        return {actor for actor in actors if actor.id == network.elena.id}

    hub = Hub(network.database, channel, elena_ended)
    room_id = await network.open_room(network.ana, network.elena)
    elena, ana = Window(network.elena), Window(network.ana)
    for window in (elena, ana):
        await subscribe(hub, network, window, room_id)
    await hub.sweep()
    assert (elena.closed, ana.closed) == (SESSION_ENDED, None)
    await hub.close()


async def test_a_change_of_language_changes_later_events_only(network: Network, hub: Hub) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    window = Window(network.elena)
    await subscribe(hub, network, window, room_id)
    first = await network.say(network.ana, room_id, "Pre")
    await window.until(first.seq)
    window.listener.locale = "en"
    hub.change_language(window.listener)
    second = await network.say(network.ana, room_id, "Posle")
    await window.until(second.seq)
    locales = [event["locale"] for frame in window.frames for event in frame["events"]]
    assert locales == ["bg", "en"]


async def test_closing_waits_for_the_last_read_of_a_room_that_everybody_left(
    network: Network, hub: Hub, channel: NumbersOnly, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, read = asyncio.Event(), asyncio.Event(), channel.read

    async def read_slowly(*arguments: Any) -> list[Happening]:
        begun.set()
        await go_on.wait()
        return await read(*arguments)

    monkeypatch.setattr(channel, "read", read_slowly)
    room_id = await network.open_room(network.ana)
    window = Window(network.ana)
    await subscribe(hub, network, window, room_id, after=0)
    await begun.wait()
    hub.farewell(window.listener)
    closing = asyncio.create_task(hub.close())
    finished, _ = await asyncio.wait((closing,), timeout=0.2)
    assert not finished
    go_on.set()
    await closing
