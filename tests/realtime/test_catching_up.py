"""Many who come back at once: they share what is read for them, and leave room for those who have stayed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.realtime import catching_up
from balkancluster.realtime.channel import Happening
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.log import Log
from balkancluster.rooms.memberships import remove_member
from tests.people import Network
from tests.realtime.test_hub import NumbersOnly, Window, nobody_ended, subscribe

MANY = 60


@pytest.fixture
def channel() -> NumbersOnly:
    """A channel that counts what is read and rendered."""
    return NumbersOnly()


@pytest.fixture
async def hub(network: Network, channel: NumbersOnly) -> AsyncIterator[Hub]:
    """A hub at the node of the log."""
    made = Hub(network.database, channel, nobody_ended)
    await network.log.close()
    network.log = Log(network.database, made.hint)
    yield made
    await made.close()


async def test_who_missed_the_same_gets_it_from_one_read_and_one_rendering(
    network: Network, hub: Hub, channel: NumbersOnly
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(40):
        await network.say(network.ana, room_id, f"Propušteno {number}")
    windows = [Window(network.elena) for _ in range(MANY)]
    head = (await asyncio.gather(*(subscribe(hub, network, one, room_id, after=0) for one in windows)))[0]
    for window in windows:
        assert await window.until(head) == list(range(1, head + 1))
    assert channel.reads == 1
    assert channel.presented == head


async def test_each_kind_of_reader_gets_a_rendering_of_its_own(
    network: Network, hub: Hub, channel: NumbersOnly
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    windows = [Window(network.ana), Window(network.elena)]
    windows[0].listener.locale, windows[1].listener.locale = "sr-Latn", "bg"
    for window in windows:
        head = await subscribe(hub, network, window, room_id, after=0)
    for window in windows:
        await window.until(head)
        locales = {event["locale"] for frame in window.frames for event in frame["events"]}
        assert locales == {window.listener.locale}


async def test_only_so_many_reads_run_at_a_time(network: Network, hub: Hub, channel: NumbersOnly) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(MANY):
        await network.say(network.ana, room_id, f"Propušteno {number}")
    windows = [Window(network.elena) for _ in range(MANY)]
    await asyncio.gather(
        *(subscribe(hub, network, window, room_id, after=n) for n, window in enumerate(windows))
    )
    head = await subscribe(hub, network, Window(network.ana), room_id)
    for after, window in enumerate(windows):
        assert await window.until(head) == list(range(after + 1, head + 1))
    assert 1 < channel.most_at_once <= catching_up.READS


async def test_what_was_edited_meanwhile_is_read_again(
    network: Network, hub: Hub, channel: NumbersOnly
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    first, second = Window(network.elena), Window(network.elena)
    head = await subscribe(hub, network, first, room_id, after=0)
    await first.until(head)
    await remove_member(network.log, network.ana, room_id, network.elena.id)
    reads = channel.reads
    hub.farewell(first.listener)
    third = Window(network.ana)
    await subscribe(hub, network, third, room_id, after=0)
    assert await third.until(head + 1) == list(range(1, head + 2))
    assert channel.reads > reads
    assert second.numbers == []


class SlowRights(NumbersOnly):
    """A channel that looks rights up and is then held up, so that they change in between."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_up = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def find_standing(self, session: AsyncSession, actor: Actor, stream_id: int) -> str | None:
        standing = await super().find_standing(session, actor, stream_id)
        self.looked_up.set()
        await self.go_on.wait()
        return standing


async def test_who_is_removed_while_their_rights_are_looked_up_hears_nothing(network: Network) -> None:
    channel = SlowRights()
    hub = Hub(network.database, channel, nobody_ended)
    log, network.log = network.log, Log(network.database, hub.hint)
    room_id = await network.open_room(network.ana, network.elena)
    staying, leaving = Window(network.ana), Window(network.elena)
    head = await subscribe(hub, network, staying, room_id)
    channel.looked_up.clear()
    channel.go_on.clear()
    subscribing = asyncio.create_task(subscribe(hub, network, leaving, room_id, after=head))
    await channel.looked_up.wait()
    await remove_member(network.log, network.ana, room_id, network.elena.id)
    await staying.until(head + 1)
    channel.go_on.set()
    with pytest.raises(NotFound):
        await subscribing
    await network.say(network.ana, room_id, "Među nama")
    await staying.until(head + 2)
    assert leaving.numbers == []
    await network.log.close()
    await hub.close()
    network.log = log


async def test_a_read_that_fails_is_not_kept_for_others(network: Network, hub: Hub) -> None:
    turnstile = catching_up.Turnstile(network.database)
    tries = 0

    async def read(_after: int) -> catching_up.Page:
        nonlocal tries
        tries += 1
        async with turnstile.read():
            if tries == 1:
                raise ConnectionError
        return catching_up.Page([Happening(1, "message.posted", None, None)], lambda _read, _kind: [])

    missed = catching_up.Missed(read)
    with pytest.raises(ConnectionError):
        await missed.page(0)
    await asyncio.sleep(0.01)
    assert len((await missed.page(0)).happenings) == 1
    await missed.close()
