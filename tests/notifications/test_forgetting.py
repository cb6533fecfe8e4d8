"""A person's own stream keeps its newest events and everything the person was told."""

from balkancluster.notifications.forgetting import forget_old_events
from balkancluster.notifications.stream import read_own_events
from balkancluster.realtime.streams import read_head
from balkancluster.rooms.events import read_events
from tests.notifications.own import gather, unread_of
from tests.people import Network


async def test_the_beginning_of_a_long_stream_is_forgotten_and_nothing_else(network: Network) -> None:
    room = await gather(network, network.ana, network.elena)
    for number in range(12):
        await network.say(network.ana, room, f"@Елена Петрова, {number}.")
    async with network.database.read() as session:
        _epoch, head = await read_head(session, network.elena.id)
        said = len(await read_events(session, room, 0, 100))
    await forget_old_events(network.database, kept=5)
    await forget_old_events(network.database, kept=5)
    await network.say(network.ana, room, "@Елена Петрова, još jedno")
    async with network.database.read() as session:
        events = await read_own_events(session, network.elena.id, 0, 100)
        assert [event.event.seq for event in events] == list(range(head - 4, head + 2))
        assert len(await read_events(session, room, 0, 100)) == said + 1
    assert await unread_of(network, network.elena) == 13
