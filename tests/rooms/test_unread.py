"""Unread: computed from what is there, whatever happened in between."""

import pytest

from balkancluster.access import Actor
from balkancluster.errors import Invalid, NotFound
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.posting import remove_message
from balkancluster.rooms.unread import Unread, count_unread
from tests.people import Network


async def unread(network: Network, who: Actor, room_id: int) -> dict[int, Unread]:
    async with network.database.read() as session:
        return await count_unread(session, who.id, [room_id])


async def test_what_others_say_is_unread_until_it_is_read(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, room_id, "Prva")
    last = await network.say(network.ana, room_id, "Druga, @Elena Petrova")
    assert [(u.count, u.for_me) for u in (await unread(network, network.elena, room_id)).values()] == [(2, 1)]
    assert [u.count for u in (await unread(network, network.ana, room_id)).values()] == [0]
    await mark_read(network.database, network.log, network.elena, room_id, last.seq, last.topic_id)
    assert [u.count for u in (await unread(network, network.elena, room_id)).values()] == [0]


async def test_a_read_mark_never_goes_back_and_never_beyond_the_head(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    last = await network.say(network.ana, room_id, "Jedina")
    await mark_read(network.database, network.log, network.elena, room_id, 10**12, last.topic_id)
    await mark_read(network.database, network.log, network.elena, room_id, 1, last.topic_id)
    assert (await unread(network, network.elena, room_id))[last.topic_id].read == last.seq
    await network.say(network.ana, room_id, "Još jedna")
    assert (await unread(network, network.elena, room_id))[last.topic_id].count == 1


async def test_removed_messages_do_not_count(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.ana, room_id, "Greška")
    await remove_message(network.log, network.ana, room_id, posted.id)
    assert [u.count for u in (await unread(network, network.elena, room_id)).values()] == [0]


async def test_what_was_said_before_somebody_came_is_not_unread_for_them(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    await network.say(network.ana, room_id, "Pre Elene")
    from_now = await network.open_room(network.ana, network.elena)
    assert sum(u.count for u in (await unread(network, network.elena, from_now)).values()) == 0


async def test_marking_without_a_topic_marks_every_topic(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, room_id, "U prvoj")
    last = await network.say(network.ana, room_id, "U drugoj", new_topic="Druga tema")
    await mark_read(network.database, network.log, network.elena, room_id, last.seq)
    assert sum(u.count for u in (await unread(network, network.elena, room_id)).values()) == 0


async def test_nobody_marks_what_is_not_theirs(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    other = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.ana, other, "Drugde")
    with pytest.raises(NotFound):
        await mark_read(network.database, network.log, network.dragan, room_id, 1)
    with pytest.raises(Invalid):
        await mark_read(network.database, network.log, network.elena, room_id, 1, posted.topic_id)
