"""Pins: chosen by who runs the room, bounded, seen by all, gone with the message."""

import pytest

from balkancluster.access import Actor
from balkancluster.errors import Conflict, Forbidden, Invalid, NotFound
from balkancluster.rooms.events import read_events
from balkancluster.rooms.messages import find_view, list_pinned
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.pins import MOST_IN_A_TOPIC, pin_message, unpin_message
from balkancluster.rooms.posting import remove_message
from balkancluster.rooms.rooms import archive_room, open_direct_room
from balkancluster.rooms.topic_list import list_topics
from tests.people import Network


async def pinned(network: Network, topic_id: int) -> list[str | None]:
    async with network.database.read() as session:
        return [message.body for message in await list_pinned(session, topic_id)]


async def test_the_one_pinned_last_stands_first(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    first = await network.say(network.elena, room, "Цени за март")
    second = await network.say(network.ana, room, "Rokovi")
    for said in (second, first):
        await pin_message(network.log, network.ana, room, said.id)
    assert await pinned(network, first.topic_id) == ["Цени за март", "Rokovi"]
    async with network.database.read() as session:
        assert (await find_view(session, room, first.id)).is_pinned


async def test_pinning_twice_is_one_event_and_so_is_unpinning(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Važno")
    for _time in range(2):
        await pin_message(network.log, network.ana, room, said.id)
    for _time in range(2):
        await unpin_message(network.log, network.ana, room, said.id)
    async with network.database.read() as session:
        events = await read_events(session, room, said.seq, 10)
        topics = await list_topics(session, network.ana.id, room)
    assert [event.kind for event in events] == ["message.pinned", "message.unpinned"]
    assert topics[0].last_seq == said.seq
    assert await pinned(network, said.topic_id) == []


async def refused(network: Network, who: Actor, room: int, message: str, problem: type[Exception]) -> None:
    for act in (pin_message, unpin_message):
        with pytest.raises(problem):
            await act(network.log, who, room, message)


async def test_only_who_runs_the_room_pins(network: Network) -> None:
    room = await network.open_room(network.vesna, network.ana, network.boris, kind=OPEN)
    said = await network.say(network.ana, room, "Moje je važno")
    await refused(network, network.ana, room, said.id, Forbidden)
    await refused(network, network.dragan, room, said.id, NotFound)
    await pin_message(network.log, network.boris, room, said.id)
    assert await pinned(network, said.topic_id) == ["Moje je važno"]


async def test_in_a_direct_room_both_may_pin(network: Network) -> None:
    room = await open_direct_room(network.log, network.ana, network.elena.id)
    said = await network.say(network.ana, room, "Adresa magacina")
    await pin_message(network.log, network.elena, room, said.id)
    await unpin_message(network.log, network.ana, room, said.id)
    assert await pinned(network, said.topic_id) == []


async def test_a_pin_goes_with_its_message(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Povlačim")
    await pin_message(network.log, network.ana, room, said.id)
    await remove_message(network.log, network.ana, room, said.id)
    assert await pinned(network, said.topic_id) == []
    await refused(network, network.ana, room, said.id, Forbidden)


async def test_a_topic_holds_a_score_of_pins(network: Network) -> None:
    room = await network.open_room(network.ana)
    messages = [
        await network.say(network.ana, room, f"Poruka {number}") for number in range(MOST_IN_A_TOPIC + 1)
    ]
    for said in messages[:-1]:
        await pin_message(network.log, network.ana, room, said.id)
    with pytest.raises(Invalid) as refusal:
        await pin_message(network.log, network.ana, room, messages[-1].id)
    assert refusal.value.code == "too_many_pins"
    elsewhere = await network.say(network.ana, room, "Druga tema", new_topic="Druga")
    await pin_message(network.log, network.ana, room, elsewhere.id)


async def test_nothing_is_pinned_or_unpinned_in_an_archived_room(network: Network) -> None:
    room = await network.open_room(network.ana)
    said = await network.say(network.ana, room, "Važno")
    await archive_room(network.log, network.ana, room)
    await refused(network, network.ana, room, said.id, Conflict)
