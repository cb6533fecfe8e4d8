"""The log's one door: numbers without gaps, answers after the commit, refusals only of oneself."""

import asyncio

import pytest
from sqlalchemy import select

from balkancluster.errors import Forbidden, Unavailable
from balkancluster.realtime.models import Event, Stream
from balkancluster.realtime.transaction import Transaction
from tests.people import Network


async def numbers(network: Network, room_id: int) -> list[int]:
    async with network.database.read() as session:
        statement = select(Event.seq).where(Event.stream_id == room_id).order_by(Event.seq)
        return list(await session.scalars(statement))


async def test_fifty_messages_at_once_get_fifty_numbers_in_a_row(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    before = len(await numbers(network, room_id))
    posted = await asyncio.gather(
        *(network.say(who, room_id, f"Poruka {n}") for n in range(25) for who in (network.ana, network.elena))
    )
    assert sorted(answer.seq for answer in posted) == list(range(before + 1, before + 51))
    assert await numbers(network, room_id) == list(range(1, before + 51))


async def test_a_refused_act_refuses_only_itself(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)

    async def write_then_refuse(transaction: Transaction) -> None:
        transaction.record(room_id, "room.renamed", actor_id=network.ana.id)
        transaction.session.add(Stream(kind="room"))
        await transaction.session.flush()
        raise Forbidden

    head = len(await numbers(network, room_id))
    results = await asyncio.gather(
        network.say(network.ana, room_id, "Prva"),
        network.log.append(room_id, write_then_refuse),
        network.say(network.elena, room_id, "Втора"),
        return_exceptions=True,
    )
    assert isinstance(results[1], Forbidden)
    assert await numbers(network, room_id) == list(range(1, head + 3))


async def test_an_act_that_breaks_the_database_breaks_only_itself(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)

    async def break_a_rule_of_the_database(transaction: Transaction) -> None:
        transaction.session.add(Stream(id=room_id, kind="room"))
        await transaction.session.flush()

    results = await asyncio.gather(
        network.say(network.ana, room_id, "Prva"),
        network.log.append(room_id, break_a_rule_of_the_database),
        network.say(network.elena, room_id, "Втора"),
        return_exceptions=True,
    )
    assert isinstance(results[1], Unavailable)
    assert not isinstance(results[0], BaseException)
    assert not isinstance(results[2], BaseException)


async def test_the_hub_is_told_of_the_new_head_after_the_commit(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    network.hints.clear()
    posted = await network.say(network.ana, room_id, "Dobar dan")
    assert network.hints == [{room_id: posted.seq}]
    async with network.database.read() as session:
        assert await session.scalar(select(Stream.head).where(Stream.id == room_id)) == posted.seq


async def test_a_caller_that_goes_away_does_not_take_the_others_along(network: Network) -> None:
    room_id = await network.open_room(network.ana, network.elena)
    leaving = asyncio.create_task(network.say(network.ana, room_id, "Idem"))
    staying = asyncio.create_task(network.say(network.elena, room_id, "Оставам"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert (await staying).duplicate is False
    with pytest.raises(asyncio.CancelledError):
        await leaving
