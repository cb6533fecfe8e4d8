"""Moving a topic: everything arrives, in order, once; nothing stays behind that a reader should not see."""

import asyncio
from dataclasses import dataclass

import msgspec
import pytest

from balkancluster.access import Actor
from balkancluster.database import new_id
from balkancluster.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from balkancluster.i18n.reading import Reading
from balkancluster.rooms import moving
from balkancluster.rooms.channel.telling import present_event
from balkancluster.rooms.events import read_events
from balkancluster.rooms.levels import set_level
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.pins import pin_message
from balkancluster.rooms.posting import Draft, Posted, edit_message, post_message, remove_message
from balkancluster.rooms.reactions import add_reaction
from balkancluster.rooms.rooms import archive_room, open_direct_room
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.topics import rename_topic
from balkancluster.rooms.views import EventView
from tests.people import Network

MANY = 30


@dataclass
class Rooms:
    """Two rooms that Ana runs; Elena is in both, Dragan only in the old one, Vesna only in the new one."""

    old: int
    new: int
    topic: int


@pytest.fixture
async def rooms(network: Network) -> Rooms:
    old = await network.open_room(network.ana, network.elena, network.dragan)
    new = await network.open_room(network.ana, network.elena, network.vesna)
    first = await network.say(network.dragan, old, "Тајна реч", new_topic="Прва тема")
    return Rooms(old, new, first.topic_id)


async def events_of(network: Network, room_id: int) -> list[EventView]:
    async with network.database.read() as session:
        return await read_events(session, room_id, 0, 1_000)


async def words_in(network: Network, room_id: int) -> list[str | None]:
    async with network.database.read() as session:
        return [message.body for message in await read_page(session, room_id, topic_id=None, before=None)]


async def move(network: Network, rooms: Rooms, actor: Actor | None = None) -> None:
    await move_topic(network.log, actor or network.ana, rooms.old, rooms.topic, rooms.new)


async def test_a_topic_arrives_whole_and_in_order(network: Network, rooms: Rooms) -> None:
    await network.say(network.ana, rooms.old, "U drugoj temi")
    await network.say(network.elena, rooms.old, "Втора", topic_id=rooms.topic)
    await move(network, rooms)
    await network.say(network.elena, rooms.new, "Трета", topic_id=rooms.topic)
    assert await words_in(network, rooms.old) == ["U drugoj temi"]
    assert await words_in(network, rooms.new) == ["Тајна реч", "Втора", "Трета"]
    old, new = await events_of(network, rooms.old), await events_of(network, rooms.new)
    assert [event.kind for event in old][-3:] == ["message.moved", "message.moved", "topic.moved"]
    assert [event.kind for event in new][-4:] == [
        "topic.opened",
        "message.moved",
        "message.moved",
        "message.posted",
    ]
    assert [event.seq for event in new] == list(range(1, len(new) + 1))
    assert [event.message.seq for event in new if event.message] == [event.seq for event in new[-3:]]
    async with network.database.read() as session:
        topics = await list_topics(session, network.vesna.id, rooms.new)
    assert (topics[0].id, topics[0].last_seq, topics[0].unread) == (rooms.topic, new[-1].seq, 3)


async def test_the_old_log_says_nothing_of_what_left_it(network: Network, rooms: Rooms) -> None:
    staying = await network.say(network.ana, rooms.old, "Ostaje ovde")
    left = await network.say(network.ana, rooms.old, "Tajni odgovor", topic_id=rooms.topic)
    await edit_message(network.database, network.log, network.ana, rooms.old, left.id, "Tajna izmena", 1)
    await move(network, rooms)
    await rename_topic(network.log, network.ana, rooms.new, rooms.topic, "Tajni naslov")
    await remove_message(network.log, network.ana, rooms.new, left.id)
    events = await events_of(network, rooms.old)
    told = [msgspec.json.encode(present_event(event, Reading("bg"))).decode() for event in events]
    assert not [line for line in told for secret in ("ајн", "ajn", "тема") if secret in line]
    about = [event.message for event in events if event.message and event.message.id != staying.id]
    assert about
    assert all(message.is_moved and not message.is_removed and message.rev == 0 for message in about)
    titles = [event.topic.title for event in events if event.topic and event.topic.is_moved]
    assert titles == ["", ""]


async def test_a_topic_that_comes_back_is_read_in_its_old_log_again(network: Network, rooms: Rooms) -> None:
    await move(network, rooms)
    await move_topic(network.log, network.ana, rooms.new, rooms.topic, rooms.old)
    assert await words_in(network, rooms.old) == ["Тајна реч"]
    events = await events_of(network, rooms.old)
    assert all(event.message.body == "Тајна реч" for event in events if event.message)


async def test_a_quote_across_rooms_has_no_words_either_way(network: Network, rooms: Rooms) -> None:
    staying = await network.say(network.ana, rooms.old, "Ostaje ovde")
    async with network.database.read() as session:
        moved = (await read_page(session, rooms.old, topic_id=rooms.topic, before=None))[0]
    await network.say(network.ana, rooms.old, "Odgovor koji ide", topic_id=rooms.topic, reply_to=staying.id)
    await network.say(network.ana, rooms.old, "Odgovor koji ostaje", reply_to=moved.id)
    await network.say(network.ana, rooms.old, "Oba idu", topic_id=rooms.topic, reply_to=moved.id)
    await move(network, rooms)
    quotes = {}
    for room_id in (rooms.old, rooms.new):
        async with network.database.read() as session:
            for message in await read_page(session, room_id, topic_id=None, before=None):
                if message.reply:
                    quotes[message.body] = message.reply
    for body, id_ in (("Odgovor koji ide", staying.id), ("Odgovor koji ostaje", moved.id)):
        assert (quotes[body].id, quotes[body].author, quotes[body].excerpt) == (id_, None, "")
    assert quotes["Oba idu"].excerpt == "Тајна реч"


async def test_reactions_pins_levels_and_mentions_go_along(network: Network, rooms: Rooms) -> None:
    said = await network.say(network.dragan, rooms.old, "@Елена Петрова, виде ли?", topic_id=rooms.topic)
    await add_reaction(network.log, network.dragan, rooms.old, said.id, "👍")
    await pin_message(network.log, network.ana, rooms.old, said.id)
    await set_level(network.log, network.elena, rooms.old, rooms.topic, "muted")
    await move(network, rooms)
    async with network.database.read() as session:
        found = (await list_topics(session, network.elena.id, rooms.new))[0]
        message = (await read_page(session, rooms.new, topic_id=rooms.topic, before=None))[-1]
    assert (found.id, found.level, found.unread, found.for_me) == (rooms.topic, "muted", 2, 1)
    assert (message.is_pinned, [reaction.emoji for reaction in message.reactions]) == (True, ["👍"])
    left = [event.message for event in await events_of(network, rooms.old) if event.message]
    assert not [view for view in left if view.is_pinned or view.reactions or view.mentions]


async def test_only_who_runs_both_rooms_moves_a_topic_between_them(network: Network, rooms: Rooms) -> None:
    with pytest.raises(Forbidden):
        await move(network, rooms, network.elena)
    for who in (network.dragan, network.vesna, network.boris):
        with pytest.raises(NotFound):
            await move(network, rooms, who)
    elsewhere = await network.open_room(network.elena, network.ana)
    with pytest.raises(Forbidden):
        await move_topic(network.log, network.ana, rooms.old, rooms.topic, elsewhere)
    with pytest.raises(NotFound):
        await move_topic(network.log, network.ana, rooms.old, rooms.topic, 999_999)
    with pytest.raises(NotFound):
        await move_topic(network.log, network.ana, rooms.new, rooms.topic, rooms.old)
    with pytest.raises(Invalid):
        await move_topic(network.log, network.ana, rooms.old, rooms.topic, rooms.old)


async def test_who_runs_the_network_moves_topics_between_its_open_rooms(network: Network) -> None:
    old = await network.open_room(network.vesna, network.boris, kind=OPEN)
    new = await network.open_room(network.vesna, network.boris, kind=OPEN)
    said = await network.say(network.vesna, old, "Добар дан", new_topic="Сајам")
    await move_topic(network.log, network.boris, old, said.topic_id, new)
    assert await words_in(network, new) == ["Добар дан"]


async def test_some_topics_stay_where_they_are(
    network: Network, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await network.say(network.ana, rooms.old, "U prvoj temi sobe")
    direct = await open_direct_room(network.log, network.ana, network.elena.id)
    private = await network.say(network.ana, direct, "Između nas")
    for old, topic, new in (
        (rooms.old, first.topic_id, rooms.new),
        (direct, private.topic_id, rooms.new),
        (rooms.old, rooms.topic, direct),
    ):
        with pytest.raises(Forbidden):
            await move_topic(network.log, network.ana, old, topic, new)
    monkeypatch.setattr(moving, "MOST_MOVED", 1)
    await network.say(network.elena, rooms.old, "Втора", topic_id=rooms.topic)
    with pytest.raises(Conflict) as refusal:
        await move(network, rooms)
    assert refusal.value.code == "topic_too_long"
    await archive_room(network.log, network.ana, rooms.new)
    with pytest.raises(Conflict) as refusal:
        await move(network, rooms)
    assert refusal.value.code == "room_archived"


async def test_a_repeat_after_the_move_answers_with_the_new_place(network: Network, rooms: Rooms) -> None:
    draft = {
        who.id: Draft(new_id(), "Jednom", topic_id=rooms.topic) for who in (network.elena, network.dragan)
    }
    for who in (network.elena, network.dragan):
        await post_message(network.database, network.log, who, rooms.old, draft[who.id])
    await move(network, rooms)
    answer = await post_message(
        network.database, network.log, network.elena, rooms.old, draft[network.elena.id]
    )
    assert (answer.room_id, answer.topic_id, answer.duplicate) == (rooms.new, rooms.topic, True)
    with pytest.raises(Conflict) as refusal:
        await post_message(network.database, network.log, network.dragan, rooms.old, draft[network.dragan.id])
    assert refusal.value.code == "message_moved"
    assert (await words_in(network, rooms.new)).count("Jednom") == len(draft)
    assert "Jednom" not in await words_in(network, rooms.old)


async def test_what_is_said_during_the_move_goes_along_or_is_refused(network: Network, rooms: Rooms) -> None:
    said = [
        network.say(network.elena, rooms.old, f"Дума {number}", topic_id=rooms.topic)
        for number in range(MANY)
    ]
    marks = [
        mark_read(network.database, network.log, network.dragan, rooms.old, seq, rooms.topic)
        for seq in range(MANY)
    ]
    answers = await asyncio.gather(
        *said[: MANY // 2], *marks, move(network, rooms), *said[MANY // 2 :], return_exceptions=True
    )
    posted = [answer for answer in answers if isinstance(answer, Posted)]
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert {answer.code for answer in refused if isinstance(answer, Problem)} <= {"unknown_topic"}
    assert all(isinstance(answer, Problem) for answer in refused)
    assert await words_in(network, rooms.old) == []
    assert len(await words_in(network, rooms.new)) == len(posted) + 1
    for room_id in (rooms.old, rooms.new):
        seqs = [event.seq for event in await events_of(network, room_id)]
        assert seqs == list(range(1, len(seqs) + 1))
    async with network.database.read() as session:
        found = (await list_topics(session, network.elena.id, rooms.new))[0]
    assert found.last_seq == (await events_of(network, rooms.new))[-1].seq
