"""What is said is found at once, where it is now and as it reads now; what is taken back is not."""

from collections.abc import Sequence

from sqlalchemy import text

from balkancluster.access import Actor
from balkancluster.database import Database, is_sqlite
from balkancluster.rooms.indexing import SOURCES
from balkancluster.rooms.moving import move_topic
from balkancluster.rooms.posting import edit_message, remove_message
from balkancluster.rooms.topics import open_topic, rename_topic
from balkancluster.textindex.entries import Key
from balkancluster.textindex.filling import fill_step, forget_filling, is_filled
from balkancluster.textindex.indexes import MESSAGES, TOPICS, Index
from balkancluster.textindex.searching import find_newest
from balkancluster.textindex.terms import terms_of
from tests.people import Network


async def find(database: Database, words: str, *marks: str, index: Index = MESSAGES) -> list[Key]:
    async with database.read() as session:
        return await find_newest(session, index, terms_of(words), [[mark] for mark in marks])


async def fill(database: Database, index: Index, most: int = 3) -> list[int | None]:
    """Fill to the end, and return how much each step did."""
    steps: list[int | None] = []
    while not steps or steps[-1] is not None:
        steps.append(await fill_step(database, index, SOURCES[index], most))
    return steps


async def empty(database: Database) -> None:
    """Leave the index as it is after an update from a version without one."""
    async with database.write() as session:
        for index in (MESSAGES, TOPICS):
            await session.execute(text(f"DELETE FROM {index.table}"))
        await forget_filling(session)


async def say_all(network: Network, who: Actor, room: int, bodies: Sequence[str]) -> None:
    for body in bodies:
        await network.say(who, room, body)


async def test_a_message_is_found_by_its_words_and_by_where_it_stands(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    await network.say(network.ana, room, "Tražimo nameštaj, vidi https://klaster.example/ponuda")
    posted = await network.say(network.elena, room, "Имаме мебели и намештај")
    both = await find(network.database, "намештаја")
    assert len(both) == 2
    by_elena = await find(network.database, "nameštaj", f"_by_{network.elena.id}", f"_room_{room}")
    assert len(by_elena) == 1
    assert await find(network.database, "", f"_topic_{posted.topic_id}", "_has_link") == [both[1]]
    assert both[1] in await find(network.database, "nameštaj", "_lang_sr")


async def test_an_edited_message_is_found_by_its_new_words_only(network: Network) -> None:
    room = await network.open_room(network.ana)
    posted = await network.say(network.ana, room, "Stolice https://klaster.example/")
    await edit_message(network.database, network.log, network.ana, room, posted.id, "Stolovi", 1)
    assert await find(network.database, "stolica") == []
    assert await find(network.database, "", "_has_link") == []
    assert len(await find(network.database, "stolovi")) == 1


async def test_a_removed_message_leaves_nothing_in_the_index(network: Network) -> None:
    room = await network.open_room(network.ana)
    posted = await network.say(network.ana, room, "Tajna cena")
    await remove_message(network.log, network.ana, room, posted.id)
    assert await find(network.database, "tajna") == []
    assert await find(network.database, "", f"_room_{room}") == []


async def test_a_moved_topic_is_found_in_its_new_room(network: Network) -> None:
    old, new = await network.open_room(network.ana), await network.open_room(network.ana)
    topic = await open_topic(network.log, network.ana, old, "Sajam nameštaja")
    await network.say(network.ana, old, "Prva ponuda", topic_id=topic.id)
    gone = await network.say(network.ana, old, "Druga ponuda", topic_id=topic.id)
    await remove_message(network.log, network.ana, old, gone.id)
    await move_topic(network.log, network.ana, old, topic.id, new)
    assert await find(network.database, "ponuda", f"_room_{old}") == []
    assert len(await find(network.database, "ponuda", f"_room_{new}")) == 1
    assert await find(network.database, "намештај", f"_room_{new}", index=TOPICS) == [topic.id]
    assert await find(network.database, "", f"_room_{old}", f"_topic_{topic.id}") == []


async def test_a_topic_is_found_by_the_title_that_it_has_now(network: Network) -> None:
    room = await network.open_room(network.ana)
    topic = await open_topic(network.log, network.ana, room, "Стари наслов")
    await rename_topic(network.log, network.ana, room, topic.id, "Novo ime")
    assert await find(network.database, "naslov", index=TOPICS) == []
    assert await find(network.database, "ново", index=TOPICS) == [topic.id]


async def test_what_was_said_before_there_was_an_index_is_found_once_it_is_filled(network: Network) -> None:
    room = await network.open_room(network.ana)
    await say_all(network, network.ana, room, [f"ponuda {number}" for number in range(7)])
    gone = await network.say(network.ana, room, "ponuda koje nema")
    await remove_message(network.log, network.ana, room, gone.id)
    expected = await find(network.database, "ponuda", f"_room_{room}")
    titles = await find(network.database, "opšte", index=TOPICS)
    await empty(network.database)
    assert await find(network.database, "ponuda") == []
    assert await fill(network.database, MESSAGES) == [3, 3, 1, None]
    await fill(network.database, TOPICS)
    assert await find(network.database, "ponuda", f"_room_{room}") == expected
    assert await find(network.database, "opšte", index=TOPICS) == titles
    assert await fill(network.database, MESSAGES) == [None]


async def test_filling_goes_on_where_it_was_interrupted_while_people_talk(network: Network) -> None:
    room = await network.open_room(network.ana)
    await say_all(network, network.ana, room, [f"ponuda {number}" for number in range(5)])
    await empty(network.database)
    assert await fill_step(network.database, MESSAGES, SOURCES[MESSAGES], 2) == 2
    await network.say(network.ana, room, "ponuda za vikend")
    assert len(await find(network.database, "ponuda")) == 3
    assert await fill(network.database, MESSAGES, most=2) == [2, 2, 0, None]
    assert len(await find(network.database, "ponuda")) == 6
    async with network.database.read() as session:
        assert await is_filled(session, MESSAGES)
        assert not await is_filled(session, TOPICS)


async def test_the_index_of_sqlite_agrees_with_its_own_check(network: Network) -> None:
    room = await network.open_room(network.ana)
    posted = [await network.say(network.ana, room, f"ponuda {number}") for number in range(20)]
    await edit_message(network.database, network.log, network.ana, room, posted[3].id, "bez cene", 1)
    await remove_message(network.log, network.ana, room, posted[5].id)
    async with network.database.write() as session:
        if is_sqlite(session):
            check = f"INSERT INTO {MESSAGES.table} ({MESSAGES.table}) VALUES ('integrity-check')"
            await session.execute(text(check))
    assert len(await find(network.database, "ponuda")) == 18
