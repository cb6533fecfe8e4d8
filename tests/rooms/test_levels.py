"""Following and muting: personal, in no log, and counted the same everywhere."""

import pytest

from balkancluster.access import Actor
from balkancluster.errors import Invalid, NotFound
from balkancluster.rooms.catch_up import list_news
from balkancluster.rooms.levels import set_level
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.views import RoomView
from tests.people import Network


async def rooms_of(network: Network, who: Actor) -> dict[int, RoomView]:
    async with network.database.read() as session:
        return {room.id: room for room in await list_my_rooms(session, who, "bg")}


async def news_of(network: Network, who: Actor) -> list[int]:
    async with network.database.read() as session:
        rooms = await list_my_rooms(session, who, "bg")
        return [news.topic.id for news in await list_news(session, who, rooms)]


async def test_a_muted_topic_counts_only_on_its_own_line(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    loud = await network.say(network.ana, room_id, "Glasno")
    quiet = await network.say(network.ana, room_id, "Tiho", new_topic="Vicevi")
    await set_level(network.log, network.elena, room_id, quiet.topic_id, "muted")
    room = (await rooms_of(network, network.elena))[room_id]
    assert (room.unread, room.for_me, room.muted) == (1, 0, (quiet.topic_id,))
    assert await news_of(network, network.elena) == [loud.topic_id]
    async with network.database.read() as session:
        topics = {topic.id: topic for topic in await list_topics(session, network.elena.id, room_id)}
    assert (topics[quiet.topic_id].unread, topics[quiet.topic_id].level) == (1, "muted")


async def test_who_is_named_in_a_muted_topic_hears_of_it(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    quiet = await network.say(network.ana, room_id, "Tiho", new_topic="Vicevi")
    await set_level(network.log, network.elena, room_id, quiet.topic_id, "muted")
    await network.say(network.ana, room_id, "@Елена Петрова, čuješ li?", topic_id=quiet.topic_id)
    room = (await rooms_of(network, network.elena))[room_id]
    assert (room.unread, room.for_me) == (1, 1)
    assert await news_of(network, network.elena) == [quiet.topic_id]


async def test_a_followed_topic_stands_before_newer_ones_and_behind_those_with_one_s_name(
    network: Network,
) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    followed = await network.say(network.ana, room_id, "Važno", new_topic="Sajam")
    named = await network.say(network.ana, room_id, "@Елена Петрова, a ovo?", new_topic="Vuna")
    newest = await network.say(network.ana, room_id, "Novo", new_topic="Novosti")
    await set_level(network.log, network.elena, room_id, followed.topic_id, "followed")
    assert await news_of(network, network.elena) == [named.topic_id, followed.topic_id, newest.topic_id]


async def test_a_level_is_one_person_s_own_and_can_be_taken_back(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    quiet = await network.say(network.ana, room_id, "Tiho")
    for level in ("followed", "muted", "muted"):
        await set_level(network.log, network.elena, room_id, quiet.topic_id, level)
    assert (await rooms_of(network, network.elena))[room_id].unread == 0
    assert (await rooms_of(network, network.dragan))[room_id].unread == 1
    await set_level(network.log, network.elena, room_id, quiet.topic_id, "normal")
    assert (await rooms_of(network, network.elena))[room_id].unread == 1


async def test_nobody_mutes_what_is_not_theirs_or_in_a_way_that_is_not_there(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    other = await network.open_room(network.ana)
    posted = await network.say(network.ana, room_id, "Ovde")
    with pytest.raises(NotFound):
        await set_level(network.log, network.dragan, room_id, posted.topic_id, "muted")
    with pytest.raises(NotFound):
        await set_level(network.log, network.ana, other, posted.topic_id, "muted")
    with pytest.raises(Invalid) as refusal:
        await set_level(network.log, network.elena, room_id, posted.topic_id, "loud")
    assert refusal.value.field == "level"
