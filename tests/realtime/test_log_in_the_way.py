"""The log on PostgreSQL with others in the way: a row that is held, a circle, a server that goes away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database
from balkancluster.errors import Unavailable
from balkancluster.outages import DEADLOCK
from balkancluster.realtime import log as writing
from balkancluster.realtime.log import Log
from balkancluster.realtime.models import Event, Stream
from balkancluster.realtime.transaction import Transaction
from tests.people import Network

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


@pytest.fixture
async def serving(network: Network, database_url: str) -> AsyncIterator[Log]:
    """A log with the patience of a server; the network's own database is used to be in its way."""
    database = Database(database_url, is_serving=True)
    log = Log(database)
    yield log
    await log.close()
    await database.close()


@asynccontextmanager
async def held(network: Network, room_id: int) -> AsyncIterator[AsyncSession]:
    """Hold the counter of a room, as a stuck program would."""
    async with network.database.write() as session:
        await session.execute(select(Stream.id).where(Stream.id == room_id).with_for_update())
        yield session


async def rename(log: Log, room_id: int) -> int:
    async def act(transaction: Transaction) -> int:
        return transaction.record(room_id, "room.renamed")

    return await log.append(room_id, act)


async def test_who_writes_to_a_held_room_is_told_to_come_back_and_others_do_not_wait(
    network: Network, serving: Log
) -> None:
    stuck, free = [await network.open_room(network.ana) for _ in range(2)]
    async with held(network, stuck):
        waits = asyncio.create_task(rename(serving, stuck))
        first = asyncio.create_task(rename(serving, free))
        await first
        later = asyncio.create_task(rename(serving, stuck))
        loop = asyncio.get_running_loop()
        began = loop.time()
        for _ in range(5):
            await rename(serving, free)
        assert loop.time() - began < 0.9
        assert not later.done()
        for refused in (waits, later):
            with pytest.raises(Unavailable):
                await refused
    before = await rename(serving, stuck)
    assert await rename(serving, stuck) == before + 1
    assert not serving._lanes._lanes


async def test_what_was_said_while_a_room_was_held_is_said_when_it_is_free_again_in_order(
    network: Network, serving: Log
) -> None:
    room = await network.open_room(network.ana)
    async with held(network, room):
        renamed = [asyncio.create_task(rename(serving, room)) for _ in range(3)]
        await asyncio.sleep(1.5)
    numbers = [await one for one in renamed]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3


@pytest.mark.parametrize("times", [2, writing.COLLISIONS])
async def test_a_collision_is_tried_again_a_few_times(network: Network, serving: Log, times: int) -> None:
    room = await network.open_room(network.ana)
    tried = 0

    async def collide(transaction: Transaction) -> int:
        nonlocal tried
        tried += 1
        number = transaction.record(room, "room.renamed")
        if tried <= times:
            await transaction.session.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'circle' USING ERRCODE = '{DEADLOCK}'; END $$")
            )
        return number

    if times < writing.COLLISIONS:
        number = await serving.append(room, collide)
        async with network.database.read() as session:
            events = await session.scalars(select(Event.seq).where(Event.stream_id == room))
            assert max(events) == number
    else:
        with pytest.raises(Unavailable):
            await serving.append(room, collide)
    assert tried == min(times + 1, writing.COLLISIONS)


async def test_a_batch_that_was_cut_is_not_tried_again(network: Network, serving: Log) -> None:
    room = await network.open_room(network.ana)
    ran = []

    async def cut_the_line(transaction: Transaction) -> None:
        ran.append("cut")
        await transaction.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async def harmless(transaction: Transaction) -> None:
        ran.append("harmless")

    answers = await asyncio.gather(
        serving.append(room, harmless), serving.append(room, cut_the_line), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [Unavailable, Unavailable]
    assert ran == ["harmless", "cut"]
    assert await rename(serving, room)
