"""Since you were away: what is new room by room, its first words, and marking what was seen as read."""

from collections.abc import Sequence

from balkancluster.access import Actor
from balkancluster.rooms.catch_up import GLIMPSES, News, by_room, glimpse_news, list_news, next_after
from balkancluster.rooms.marking import Place, mark_places_read, parse_places
from balkancluster.rooms.memberships import leave_room
from balkancluster.rooms.models import MUTED, TopicLevel
from balkancluster.rooms.posting import remove_message
from balkancluster.rooms.rooms import list_my_rooms
from tests.people import Network


async def news_of(network: Network, who: Actor) -> list[News]:
    async with network.database.read() as session:
        news = await list_news(session, who, await list_my_rooms(session, who, "bg"))
        return await glimpse_news(session, who, news)


def words(news: Sequence[News]) -> list[list[str]]:
    return [[said.excerpt for said in item.said] for item in news]


async def test_the_first_unread_messages_are_shown_and_the_others_counted(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(5):
        await network.say(network.ana, room_id, f"Poruka {number}")
    (item,) = await news_of(network, network.elena)
    assert words([item]) == [["Poruka 0", "Poruka 1", "Poruka 2"]]
    assert (item.topic.unread, item.more) == (5, 5 - GLIMPSES)
    assert await news_of(network, network.ana) == []


async def test_what_names_the_reader_comes_first_among_messages_and_topics(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for number in range(4):
        await network.say(network.ana, room_id, f"Poruka {number}")
    await network.say(network.ana, room_id, "Slažete li se, @Elena Petrova?")
    await network.say(network.ana, room_id, "Novija tema", new_topic="Prevoz")
    first, second = await news_of(network, network.elena)
    assert (first.topic.for_me, second.topic.for_me) == (1, 0)
    assert [said.is_for_me for said in first.said] == [True, False, False]
    assert "Slažete li se" in first.said[0].excerpt


async def test_one_s_own_and_removed_messages_are_no_news(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    mistake = await network.say(network.ana, room_id, "Greška")
    await network.say(network.ana, room_id, "Ispravno")
    await network.say(network.elena, room_id, "Добре")
    await remove_message(network.log, network.ana, room_id, mistake.id)
    assert words(await news_of(network, network.elena)) == [["Ispravno"]]


async def test_a_muted_topic_is_left_out_unless_it_names_the_reader(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    posted = await network.say(network.ana, room_id, "Tiho")
    async with network.database.write() as session:
        session.add(TopicLevel(person_id=network.elena.id, topic_id=posted.topic_id, level=MUTED))
    assert await news_of(network, network.elena) == []
    await network.say(network.ana, room_id, "Ipak, @Elena Petrova")
    (item,) = await news_of(network, network.elena)
    assert [said.is_for_me for said in item.said] == [True]
    assert (item.topic.counted, item.more) == (1, 0)


async def test_topics_stand_under_their_rooms(network: Network) -> None:
    textile = await network.open_room(network.ana, network.elena)
    other = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, textile, "Prva")
    await network.say(network.ana, other, "Drugde")
    await network.say(network.ana, textile, "Druga", new_topic="Druga tema")
    rooms = by_room(await news_of(network, network.elena))
    assert [(entry.room.id, len(entry.topics)) for entry in rooms] == [(textile, 2), (other, 1)]


async def test_the_next_unread_topic_goes_round(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    for title in ("Jedan", "Dva", "Tri"):
        await network.say(network.ana, room_id, title, new_topic=title)
    news = await news_of(network, network.elena)
    ids = [item.topic.id for item in news]
    assert [next_after(news, topic) for topic in ids] == [news[1], news[2], news[0]]
    assert next_after(news, None) == news[0]
    assert next_after(news[:1], ids[0]) is None
    assert next_after([], None) is None


async def test_marking_reaches_only_as_far_as_what_was_seen(network: Network) -> None:
    textile = await network.open_room(network.ana, network.elena)
    other = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, textile, "Viđeno")
    seen = await network.say(network.ana, other, "Viđeno i ovo")
    news = await news_of(network, network.elena)
    await network.say(network.ana, textile, "Stiglo u međuvremenu")
    places = [Place(item.room.id, item.room.head) for item in news]
    await mark_places_read(network.database, network.log, network.elena, places)
    assert words(await news_of(network, network.elena)) == [["Stiglo u međuvremenu"]]
    await mark_places_read(
        network.database, network.log, network.elena, [Place(textile, 1), Place(other, seen.seq)]
    )
    assert words(await news_of(network, network.elena)) == [["Stiglo u međuvremenu"]]


async def test_one_topic_is_marked_and_the_others_stay(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, room_id, "Ostaje")
    second = await network.say(network.ana, room_id, "Pročitano", new_topic="Druga tema")
    await mark_places_read(
        network.database, network.log, network.elena, [Place(room_id, 10**12, second.topic_id)]
    )
    assert words(await news_of(network, network.elena)) == [["Ostaje"]]


async def test_places_that_are_not_one_s_own_are_left_out(network: Network) -> None:
    mine = await network.open_room(network.ana, network.elena)
    left = await network.open_room(network.ana, network.elena)
    for room_id in (mine, left):
        await network.say(network.ana, room_id, "Poruka")
    await leave_room(network.log, network.elena, left)
    places = [Place(left, 99), Place(mine, 99), Place(mine, 99, topic_id=10**12), Place(10**12, 5)]
    await mark_places_read(network.database, network.log, network.elena, places)
    assert await news_of(network, network.elena) == []
    await mark_places_read(network.database, network.log, network.elena, [])


def test_places_are_read_from_a_form_and_nonsense_is_not() -> None:
    texts = ["3:14", "3:7:14", "", "3", "3:x", "1:2:3:4", "-1:5", f"{'9' * 17}:1", "٣:4"]
    assert parse_places(texts) == [Place(3, 14), Place(3, 14, topic_id=7)]
