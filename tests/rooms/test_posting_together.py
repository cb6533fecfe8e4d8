"""Posts that share a transaction with others and with what changes the room: each as if it were alone."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from sqlalchemy import func, select

from balkancluster.access import Actor
from balkancluster.database import new_id
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.realtime.models import Event
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.memberships import remove_member
from balkancluster.rooms.models import Message, Topic
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import Draft, Posted, post_message, remove_message
from balkancluster.rooms.rooms import archive_room, open_direct_room
from balkancluster.rooms.topics import close_topic, open_topic
from tests.people import Network
from tests.rooms.test_statements import counted

HOLDING = 2
"""The lock of no counter, the time: for the transaction that keeps the writer busy."""

TOGETHER = 7
"""The lock of the counter with the time, the places of all; messages, topics, events, counters."""


async def together(network: Network, *acts: Awaitable[Any]) -> list[Any]:
    """Let all acts wait until the writer is free, so that one transaction takes them, in this order."""
    begun, released = asyncio.Event(), asyncio.Event()

    async def hold(_transaction: Transaction) -> None:
        begun.set()
        await released.wait()

    holding = asyncio.create_task(network.log.append((), hold))
    await begun.wait()
    waiting = []
    for place, act in enumerate(acts, 1):
        waiting.append(asyncio.ensure_future(act))
        while network.log._queue.qsize() < place and not waiting[-1].done():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)
    released.set()
    await holding
    return await asyncio.gather(*waiting, return_exceptions=True)


async def post(network: Network, who: Actor, room_id: int, draft: Draft) -> Posted:
    return await post_message(network.database, network.log, who, room_id, draft)


def count_transactions(statements: list[str]) -> int:
    """Count how often counters were locked: once for what keeps the writer busy, and once for each batch."""
    return sum("FROM stream" in statement and "ORDER BY stream.id" in statement for statement in statements)


async def count_messages(network: Network) -> int:
    async with network.database.read() as session:
        return int(await session.scalar(select(func.count()).select_from(Message)) or 0)


async def ensure_events_have_their_messages(network: Network) -> None:
    """Every message has exactly one event of its own posting, with its number and topic."""
    async with network.database.read() as session:
        events = await session.execute(
            select(Event.message_key, Event.stream_id, Event.seq).where(Event.kind == "message.posted")
        )
        messages = await session.execute(select(Message.key, Message.posted_in, Message.seq))
        assert sorted(map(tuple, events)) == sorted(map(tuple, messages))


async def test_twenty_posts_ask_the_database_as_often_as_one(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    with counted(network.database) as statements:
        posted = await together(network, *(network.say(network.ana, room, f"Poruka {n}") for n in range(20)))
    assert [answer.seq for answer in posted] == list(range(posted[0].seq, posted[0].seq + 20))
    assert len(statements) <= HOLDING + TOGETHER, statements
    await ensure_events_have_their_messages(network)


async def test_a_message_sent_twice_in_one_batch_is_one_message(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    draft, other = Draft(new_id(), "Imamo vune."), Draft(new_id(), "I pređe.")
    with counted(network.database) as statements:
        first, second, third = await together(
            network,
            post(network, network.ana, room, draft),
            post(network, network.ana, room, draft),
            post(network, network.ana, room, other),
        )
    assert count_transactions(statements) == 2
    assert (second.seq, second.id, second.duplicate) == (first.seq, first.id, True)
    assert (third.seq, third.duplicate) == (first.seq + 1, False)
    assert await count_messages(network) == 2
    await ensure_events_have_their_messages(network)


async def test_other_words_under_one_id_are_a_conflict_in_one_batch_too(network: Network) -> None:
    room, client_id = await network.open_room(network.ana, network.elena), new_id()
    first, second, third = await together(
        network,
        post(network, network.ana, room, Draft(client_id, "Prvo")),
        post(network, network.ana, room, Draft(client_id, "Drugo")),
        post(network, network.elena, room, Draft(client_id, "Трето")),
    )
    assert isinstance(second, Conflict)
    assert third.seq == first.seq + 1
    assert await count_messages(network) == 2


async def test_who_is_removed_just_before_has_said_nothing(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    before, _removed, after, mine = await together(
        network,
        network.say(network.elena, room, "Преди"),
        remove_member(network.log, network.ana, room, network.elena.id),
        network.say(network.elena, room, "След"),
        network.say(network.ana, room, "Posle"),
    )
    assert isinstance(after, NotFound)
    assert mine.seq == before.seq + 2
    assert await count_messages(network) == 2
    await ensure_events_have_their_messages(network)


async def test_nothing_is_said_in_a_room_after_it_was_archived(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    _said, _archived, refused = await together(
        network,
        network.say(network.elena, room, "Преди"),
        archive_room(network.log, network.ana, room),
        network.say(network.elena, room, "След"),
    )
    assert isinstance(refused, Conflict)
    assert refused.code == "room_archived"


async def test_nothing_is_said_in_a_topic_after_it_was_closed(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    topic = await open_topic(network.log, network.ana, room, "Vuna")
    said, _closed, refused, elsewhere = await together(
        network,
        network.say(network.elena, room, "Преди", topic_id=topic.id),
        close_topic(network.log, network.ana, room, topic.id),
        network.say(network.elena, room, "След", topic_id=topic.id),
        network.say(network.elena, room, "Другаде"),
    )
    assert said.topic_id == topic.id
    assert isinstance(refused, Conflict)
    assert elsewhere.topic_id != topic.id


async def test_what_was_said_just_before_its_topic_moves_moves_with_it(network: Network) -> None:
    here = await network.open_room(network.ana, network.elena)
    there = await network.open_room(network.ana)
    topic = await open_topic(network.log, network.ana, here, "Vuna")
    said, _moved = await together(
        network,
        network.say(network.elena, here, "Преди", topic_id=topic.id),
        move_topic(network.log, network.ana, here, topic.id, there),
    )
    async with network.database.read() as session:
        message = (await session.scalars(select(Message).where(Message.id == said.id))).one()
        moved = await session.get_one(Topic, topic.id)
    assert message.room_id == moved.room_id == there
    assert moved.last_seq == message.seq


async def test_nothing_is_said_in_a_topic_that_has_just_left(network: Network) -> None:
    here = await network.open_room(network.ana, network.elena)
    there = await network.open_room(network.ana)
    topic = await open_topic(network.log, network.ana, here, "Vuna")
    with counted(network.database) as statements:
        said, _moved, late = await together(
            network,
            network.say(network.elena, here, "Преди", topic_id=topic.id),
            move_topic(network.log, network.ana, here, topic.id, there),
            network.say(network.elena, here, "След", topic_id=topic.id),
        )
    assert isinstance(late, Invalid)
    assert count_transactions(statements) == 2
    async with network.database.read() as session:
        assert await session.scalar(select(Message.room_id).where(Message.id == said.id)) == there


async def test_rooms_of_all_kinds_and_new_topics_go_together(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    direct = await open_direct_room(network.log, network.ana, network.elena.id)
    with counted(network.database) as statements:
        posted = await together(
            network,
            network.say(network.ana, room, "Jedan"),
            network.say(network.ana, direct, "Dva"),
            network.say(network.ana, room, "Tri", new_topic="Vuna"),
            network.say(network.elena, direct, "Четири"),
            network.say(network.dragan, room, "Пет"),
            network.say(network.elena, room, "@Ana Stojanović, шест"),
        )
    # Those who are told of it have counters of their own.
    assert count_transactions(statements) == 3
    assert [isinstance(answer, NotFound) for answer in posted] == [False] * 4 + [True, False]
    assert [answer.room_id for answer in posted if isinstance(answer, Posted)] == [
        room,
        direct,
        room,
        direct,
        room,
    ]
    assert await count_messages(network) == 5
    await ensure_events_have_their_messages(network)


async def test_answers_find_what_they_answer_and_nothing_of_another_room(network: Network) -> None:
    room, other = await network.open_room(network.ana, network.elena), await network.open_room(network.ana)
    question = await network.say(network.ana, room, "Ko ima vune?")
    private = await network.say(network.ana, other, "Tajna")
    posted = await together(
        network,
        network.say(network.elena, room, "Ние", reply_to=question.id),
        network.say(network.elena, room, "А това?", reply_to=private.id),
        network.say(network.elena, room, "А това?", reply_to="\0"),
        network.say(network.elena, room, "А това?", reply_to=new_id()),
    )
    assert [isinstance(answer, Invalid) for answer in posted] == [False, True, True, True]
    async with network.database.read() as session:
        answered = await session.scalar(select(Message.reply_to).where(Message.id == posted[0].id))
        key = await session.scalar(select(Message.key).where(Message.id == question.id))
    assert answered == key


async def test_a_message_can_be_removed_beside_new_ones(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    first = await network.say(network.ana, room, "Prvo")
    results = await together(
        network,
        network.say(network.ana, room, "Drugo"),
        remove_message(network.log, network.ana, room, first.id),
        network.say(network.ana, room, "Treće"),
    )
    assert not [result for result in results if isinstance(result, BaseException)]
    assert await count_messages(network) == 3
    await ensure_events_have_their_messages(network)
