"""A topic is marked as read while somebody posts to it: nothing is closed over a message that just comes."""

import asyncio

import pytest
from sqlalchemy import func, select

from balkancluster.database import Database
from balkancluster.notifications.models import Notification
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms import posting
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.telling import Said, tell_of_message
from balkancluster.rooms.unread import count_unread
from tests.notifications.own import gather, hear_all, unread_of
from tests.people import Network

ROUNDS = 15


async def test_what_stands_for_a_topic_is_open_exactly_while_something_is_unread(
    network: Network, database_url: str
) -> None:
    room = await gather(network, network.ana, network.elena)
    await hear_all(network, network.elena, room)
    topic = (await network.say(network.ana, room, "Prva")).topic_id
    other = Database(database_url, is_durable=False)
    log = Log(other)
    for number in range(ROUNDS):
        said, _marked = await asyncio.gather(
            network.say(network.ana, room, f"{number}. vest"),
            mark_read(other, log, network.elena, room, 10**9, topic),
        )
        async with network.database.read() as session:
            unread = (await count_unread(session, network.elena.id, [room]))[topic].count
            standing = (Notification.person_id == network.elena.id, Notification.read_at.is_(None))
            open_ones = await session.scalar(select(func.count()).select_from(Notification).where(*standing))
        assert open_ones == (1 if unread else 0), number
        assert await unread_of(network, network.elena) == open_ones
        await mark_read(other, log, network.elena, room, said.seq, topic)
        assert await unread_of(network, network.elena) == 0
    await log.close()
    await other.close()


async def test_a_mark_that_comes_between_a_post_and_its_commit_leaves_the_notification_open(
    network: Network, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await gather(network, network.ana, network.elena)
    await hear_all(network, network.elena, room)
    topic = (await network.say(network.ana, room, "Prva")).topic_id
    other = Database(database_url, is_durable=False)
    log = Log(other)
    told, may_go_on = asyncio.Event(), asyncio.Event()

    async def tell_and_wait(transaction: Transaction, said: Said) -> None:
        await tell_of_message(transaction, said)
        told.set()
        await may_go_on.wait()

    monkeypatch.setattr(posting, "tell_of_message", tell_and_wait)
    saying = asyncio.create_task(network.say(network.ana, room, "Druga"))
    await told.wait()
    marking = asyncio.create_task(mark_read(other, log, network.elena, room, 10**9, topic))
    # On SQLite the mark waits for the post, and comes after it.
    await asyncio.wait((marking,), timeout=1)
    may_go_on.set()
    await saying
    await marking
    async with network.database.read() as session:
        unread = (await count_unread(session, network.elena.id, [room]))[topic].count
    assert unread == await unread_of(network, network.elena) == (0 if network.database.is_sqlite else 1)
    await log.close()
    await other.close()
