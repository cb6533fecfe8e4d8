"""Topics: titled by who opened them, retitled by who may, and found however old they are."""

import pytest

from balkancluster.errors import Forbidden, Invalid
from balkancluster.rooms import topic_list
from balkancluster.rooms.events import read_events
from balkancluster.rooms.topic_list import list_older_topics, list_topics
from balkancluster.rooms.topics import open_topic, rename_topic
from tests.people import Network


async def test_a_topic_is_retitled_by_who_opened_it_and_by_who_runs_the_room(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    topic = await open_topic(network.log, network.elena, room_id, "Щанд в Пловдив")
    await rename_topic(network.log, network.elena, room_id, topic.id, "Общ щанд в Пловдив")
    await rename_topic(network.log, network.ana, room_id, topic.id, "Štand u Plovdivu")
    with pytest.raises(Forbidden):
        await rename_topic(network.log, network.dragan, room_id, topic.id, "Нешто друго")
    async with network.database.read() as session:
        events = await read_events(session, room_id, 0, 50)
        topics = await list_topics(session, network.ana.id, room_id)
    assert [event.kind for event in events].count("topic.renamed") == len(["Elena", "Ana"])
    assert (topics[0].title, topics[0].lang) == ("Štand u Plovdivu", "sr-Latn")


@pytest.mark.parametrize("title", ["", "  ", "a\u202eb", "x" * 121])
async def test_a_title_has_something_to_read_and_an_end(network: Network, title: str) -> None:
    room_id = await network.open_room(network.ana)
    with pytest.raises(Invalid) as refusal:
        await open_topic(network.log, network.ana, room_id, title)
    assert refusal.value.field == "title"


async def test_the_newest_talk_comes_first_and_old_topics_stay_within_reach(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_list, "TOPICS_SHOWN", 2)
    room_id = await network.open_room(network.ana, network.elena)
    first, second, third = [
        await network.say(network.ana, room_id, "Počinjem", new_topic=title)
        for title in ("Prva", "Druga", "Treća")
    ]
    await network.say(network.elena, room_id, "Още нещо", topic_id=first.topic_id)
    async with network.database.read() as session:
        newest = await list_topics(session, network.elena.id, room_id)
        with_second = await list_topics(session, network.elena.id, room_id, second.topic_id)
        older = await list_older_topics(session, network.elena.id, room_id, newest[-1].last_seq)
    assert [topic.id for topic in newest] == [first.topic_id, third.topic_id]
    assert [topic.id for topic in with_second] == [first.topic_id, third.topic_id, second.topic_id]
    assert older[0].id == second.topic_id
    assert (newest[0].excerpt, newest[0].unread) == ("Още нещо", 1)
