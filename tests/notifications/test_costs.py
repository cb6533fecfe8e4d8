"""What telling people costs, and that two processes that do it never wait for each other for ever."""

import asyncio

import pytest

from balkancluster.database import Database
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.unread import count_unread
from tests.notifications.own import gather, hear_all, own_kinds, unread_of
from tests.people import Network
from tests.rooms.test_statements import POST, counted

ELENA, DRAGAN = "@Елена Петрова", "@Драган Ћирић"

TELLING = 7
"""Who is in the room, whom the message names, what they want to hear, the lock of their streams; the names,
the notifications, the outbox."""

MARK = 7
"""All of it shared by a batch: the locks of rooms, the time, how far it is read, the lock of the people's
streams, the marks, the events, the heads."""


async def test_telling_two_people_asks_the_database_a_few_times_more(network: Network) -> None:
    room = await gather(network, network.ana, network.elena, network.dragan)
    await network.say(network.ana, room, "Zagrevanje")
    with counted(network.database) as statements:
        await network.say(network.ana, room, f"{ELENA} i {DRAGAN}, dođite")
    assert len(statements) <= POST + TELLING, statements


async def test_a_post_where_nobody_listens_asks_as_often_as_one_without_notifications(
    network: Network,
) -> None:
    room = await gather(network, network.ana, network.elena)
    with counted(network.database) as statements:
        await network.say(network.ana, room, "Dobro jutro")
    assert len(statements) <= POST, statements


async def test_a_mark_that_does_not_grow_only_reads(network: Network) -> None:
    room = await gather(network, network.ana, network.elena)
    said = await network.say(network.ana, room, "Dobro jutro")
    with counted(network.database) as first:
        await mark_read(network.database, network.log, network.elena, room, said.seq, said.topic_id)
    with counted(network.database) as second:
        await mark_read(network.database, network.log, network.elena, room, said.seq, said.topic_id)
    assert len(first) <= MARK, first
    assert all(statement.startswith("SELECT") for statement in second), second


async def test_many_marks_ask_as_often_as_one(network: Network) -> None:
    people = (network.elena, network.dragan, network.boris, network.vesna)
    room = await gather(network, network.ana, *people)
    said = await network.say(network.ana, room, "Dobro jutro")
    place = (room, said.seq, said.topic_id)
    with counted(network.database) as statements:
        marks = (mark_read(network.database, network.log, who, *place) for who in people)
        await asyncio.gather(*marks)
    assert len(statements) <= MARK, statements
    async with network.database.read() as session:
        for who in people:
            assert (await count_unread(session, who.id, [room]))[said.topic_id].count == 0


async def test_two_processes_tell_each_other_s_people_and_nobody_waits_for_ever(
    network: Network, database_url: str
) -> None:
    one = await gather(network, network.ana, network.elena, network.dragan)
    two = await gather(network, network.ana, network.elena, network.dragan)
    await hear_all(network, network.elena, one)
    other_database = Database(database_url, is_durable=False)
    other = Network(
        database=other_database,
        log=Log(other_database),
        ana=network.ana,
        elena=network.elena,
        boris=network.boris,
        vesna=network.vesna,
        dragan=network.dragan,
    )
    async with asyncio.timeout(60):
        await asyncio.gather(
            *(network.say(network.ana, one, f"{ELENA} i {DRAGAN}, {n}.") for n in range(20)),
            *(other.say(network.ana, two, f"{DRAGAN} i {ELENA}, {n}.") for n in range(20)),
            *(mark_read(other.database, other.log, network.elena, one, n) for n in range(3, 20)),
            *(mark_read(network.database, network.log, network.dragan, two, n) for n in range(3, 20)),
        )
    await other.close()
    for who in (network.elena, network.dragan):
        assert (await own_kinds(network, who)).count("notification.added") >= 40
        assert await unread_of(network, who) > 0


async def test_a_message_that_could_not_be_committed_has_told_nobody(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await gather(network, network.ana, network.elena)
    own = await own_kinds(network, network.elena)
    write = Transaction.write_events

    async def write_and_die(transaction: Transaction) -> dict[int, int]:
        await write(transaction)
        raise RuntimeError("torn just before the commit")

    with monkeypatch.context() as broken:
        broken.setattr(Transaction, "write_events", write_and_die)
        with pytest.raises(RuntimeError, match="torn"):
            await network.say(network.ana, room, f"{ELENA}, izgubljeno")
    assert await own_kinds(network, network.elena) == own
    assert await unread_of(network, network.elena) == 0
    await network.say(network.ana, room, f"{ELENA}, stiže")
    assert await own_kinds(network, network.elena) == [*own, "notification.added"]
    assert await unread_of(network, network.elena) == 1
