"""What is done beside the requests, by whichever node comes to it, and what a torn transaction leaves."""

import pytest

from balkancluster.database import Database, new_id
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.indexing import SOURCES
from balkancluster.rooms.posting import Draft, edit_message, post_message
from balkancluster.textindex.entries import Entry, Key, fold_text
from balkancluster.textindex.filling import forget_filling
from balkancluster.textindex.indexes import MESSAGES
from balkancluster.textindex.searching import find_newest
from balkancluster.textindex.tending import Tending, merge_step
from balkancluster.textindex.terms import terms_of
from balkancluster.textindex.writing import index_texts, remove_texts
from tests.people import Network


async def find(database: Database, words: str) -> list[Key]:
    async with database.read() as session:
        return await find_newest(session, MESSAGES, terms_of(words))


async def test_a_server_fills_the_index_by_itself_and_keeps_it_in_few_pieces(network: Network) -> None:
    tending = Tending(network.database, SOURCES)
    room = await network.open_room(network.ana)
    for number in range(30):
        await network.say(network.ana, room, f"ponuda {number}")
    said = await find(network.database, "ponuda")
    async with network.database.write() as session:
        await remove_texts(session, MESSAGES, said)
        await forget_filling(session)
    await tending.tend()
    assert await find(network.database, "ponuda") == said
    if network.database.is_sqlite:
        assert not await merge_step(network.database, MESSAGES)


async def test_what_one_node_changes_another_finds(network: Network, database_url: str) -> None:
    other = Database(database_url, is_durable=False)
    log = Log(other)
    room = await network.open_room(network.ana, network.elena)
    posted = await post_message(other, log, network.elena, room, Draft(new_id(), "Мебели от дърво"))
    found = await find(network.database, "мебелите")
    assert len(found) == 1
    await edit_message(network.database, network.log, network.elena, room, posted.id, "Столове", 1)
    assert await find(other, "мебелите") == []
    assert await find(other, "стол") == found
    await log.close()
    await other.close()


async def test_a_transaction_that_was_torn_leaves_no_word(network: Network) -> None:
    room = await network.open_room(network.ana)

    async def act(transaction: Transaction) -> None:
        await index_texts(transaction.session, MESSAGES, [Entry(77, fold_text("nedovršeno"))])
        assert await find_newest(transaction.session, MESSAGES, terms_of("nedovršeno")) == [77]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await network.log.append(room, act)
    assert await find(network.database, "nedovršeno") == []
