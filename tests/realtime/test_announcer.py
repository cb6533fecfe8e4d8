"""News is heard in the transaction of the act that causes it: all of it happens, or nothing."""

from dataclasses import dataclass

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import Forbidden
from balkancluster.realtime.announcer import ATTEMPTS, Announcer, StreamsMoved
from balkancluster.realtime.streams import read_head
from balkancluster.realtime.transaction import Transaction
from tests.people import Network


@dataclass(frozen=True)
class Rain:
    """Invented news: it rains in these rooms."""

    rooms: tuple[int, ...]


async def head_of(network: Network, room_id: int) -> int:
    async with network.database.read() as session:
        return (await read_head(session, room_id))[1]


async def nothing(_transaction: Transaction) -> str:
    return "done"


async def wet(transaction: Transaction, news: Rain) -> None:
    for room_id in news.rooms:
        if room_id not in transaction.heads:
            raise StreamsMoved
        transaction.record(room_id, "room.renamed")


async def rooms_of(_session: AsyncSession, news: Rain) -> set[int]:
    return set(news.rooms)


async def test_who_hears_news_records_in_the_streams_it_named(network: Network) -> None:
    rooms = (await network.open_room(network.ana), await network.open_room(network.elena))
    before = [await head_of(network, room_id) for room_id in rooms]
    announcer = Announcer(network.database, network.log)
    announcer.register(Rain, wet, rooms_of)
    assert await announcer.append(Rain(rooms), nothing) == "done"
    assert [await head_of(network, room_id) for room_id in rooms] == [head + 1 for head in before]
    assert set(network.hints[-1]) == set(rooms)


async def test_a_refusal_of_one_who_hears_undoes_the_act_and_the_others(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    before = await head_of(network, room_id)

    async def refuse(_transaction: Transaction, _news: Rain) -> None:
        raise Forbidden

    announcer = Announcer(network.database, network.log)
    announcer.register(Rain, wet, rooms_of)
    announcer.register(Rain, refuse)
    with pytest.raises(Forbidden):
        await announcer.append(Rain((room_id,)), nothing)
    assert await head_of(network, room_id) == before


async def test_streams_that_moved_meanwhile_are_looked_for_again(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    asked: list[int] = []

    async def see_late(_session: AsyncSession, news: Rain) -> set[int]:
        asked.append(len(asked))
        return set(news.rooms) if len(asked) == 3 else set()

    announcer = Announcer(network.database, network.log)
    announcer.register(Rain, wet, see_late)
    assert await announcer.append(Rain((room_id,)), nothing) == "done"
    assert len(asked) == 3


async def test_it_gives_up_where_streams_are_never_found(network: Network) -> None:
    room_id = await network.open_room(network.ana)
    tries: list[Rain] = []

    async def count(_transaction: Transaction, news: Rain) -> None:
        tries.append(news)

    announcer = Announcer(network.database, network.log)
    announcer.register(Rain, count)
    announcer.register(Rain, wet)
    with pytest.raises(StreamsMoved):
        await announcer.append(Rain((room_id,)), nothing)
    assert len(tries) == ATTEMPTS


async def test_news_that_nobody_hears_changes_nothing(network: Network) -> None:
    assert await Announcer(network.database, network.log).append(Rain(()), nothing) == "done"
