"""Parts of a talk: what is before, after and around a message, with nothing twice and nothing left out."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import NotFound
from balkancluster.rooms import windows
from balkancluster.rooms.models import Topic
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.places import find_message_place, find_topic_place
from balkancluster.rooms.windows import Window, find_seq, read_after, read_around, read_before, read_end
from tests.people import Network

SAID = 12


def words(window: Window) -> list[str | None]:
    return [message.body for message in window.messages]


@pytest.fixture
async def topic_id(network: Network, monkeypatch: pytest.MonkeyPatch) -> int:
    """A topic of twelve messages among those of another one, read four at a time."""
    monkeypatch.setattr(windows, "PAGE", 4)
    monkeypatch.setattr(windows, "AROUND", 2)
    room_id = await network.open_room(network.ana)
    first = await network.say(network.ana, room_id, "0", new_topic="Brojanje")
    for number in range(1, SAID):
        await network.say(network.ana, room_id, "između")
        await network.say(network.ana, room_id, str(number), topic_id=first.topic_id)
    return first.topic_id


async def find(session: AsyncSession, topic_id: int) -> tuple[Topic, list[int]]:
    topic = await session.get_one(Topic, topic_id)
    return topic, [message.seq for message in (await read_end(session, topic, SAID)).messages]


async def test_around_a_message_are_those_before_and_after_it(network: Network, topic_id: int) -> None:
    async with network.database.read() as session:
        topic, seqs = await find(session, topic_id)
        middle = await read_around(session, topic, seqs[6])
        first = await read_around(session, topic, seqs[0])
        last = await read_around(session, topic, seqs[-1])
    assert (words(middle), middle.has_older, middle.has_newer) == (["4", "5", "6", "7"], True, True)
    assert (words(first), first.has_older, first.has_newer) == (["0", "1"], False, True)
    assert (words(last), last.has_older, last.has_newer) == (["9", "10", "11"], True, False)


async def test_going_on_in_both_ways_meets_every_message_once(network: Network, topic_id: int) -> None:
    async with network.database.read() as session:
        topic, seqs = await find(session, topic_id)
        window = await read_around(session, topic, seqs[5])
        met = words(window)
        up = window
        while up.older_before is not None:
            up = await read_before(session, topic, up.older_before)
            assert up.has_newer
            met = words(up) + met
        down = window
        while down.newer_after is not None:
            down = await read_after(session, topic, down.newer_after)
            assert down.has_older
            met = met + words(down)
    assert met == [str(number) for number in range(SAID)]


async def test_a_message_is_found_where_it_is_by_who_is_there(network: Network) -> None:
    old = await network.open_room(network.ana, network.elena)
    new = await network.open_room(network.ana, network.dragan)
    said = await network.say(network.elena, old, "Тук", new_topic="Мести се")
    await move_topic(network.log, network.ana, old, said.topic_id, new)
    async with network.database.read() as session:
        for who in (network.ana, network.dragan):
            assert await find_message_place(session, who, said.id) == (new, said.topic_id)
            assert await find_topic_place(session, who, said.topic_id) == (new, said.topic_id)
        for id_ in (said.id, "nowhere", "\0"):
            with pytest.raises(NotFound):
                await find_message_place(session, network.elena, id_)
        with pytest.raises(NotFound):
            await find_topic_place(session, network.elena, said.topic_id)
        assert await find_seq(session, await session.get_one(Topic, said.topic_id), "\0") is None
