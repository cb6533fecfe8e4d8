"""How often the database is asked: for the page of a room, and for a post with all who hear it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from balkancluster.database import Database, new_id
from balkancluster.rooms.channel import RoomChannel
from balkancluster.rooms.conversation import lay_out
from balkancluster.rooms.messages import read_page
from balkancluster.rooms.posting import Draft, post_message
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.topic_list import list_topics
from tests.people import Network

POST = 7
"""The lock of the room's counter with the time, the place; the message, its words in the index, its
topic, its event, the counter."""

HEARING = 2
"""Events with their messages, people."""

PAGE = 13
"""The reader's rooms with names, sizes and what is unread; the topics with their last words; the messages."""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Give a list that every statement to this database is added to."""
    statements: list[str] = []

    def note(*details: Any) -> None:
        statements.append(details[2])

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def test_a_post_asks_the_database_a_handful_of_times(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    with counted(network.database) as statements:
        await post_message(network.database, network.log, network.ana, room, Draft(new_id(), "Dobro jutro"))
    assert len(statements) <= POST, statements


async def test_hearing_of_many_posts_asks_as_often_as_of_one(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    first = await network.say(network.ana, room, "Dobro jutro")
    for number in range(20):
        await network.say(network.ana, room, f"{number}. poruka")
    with counted(network.database) as statements:
        async with network.database.read() as session:
            heard = await RoomChannel().read(session, room, first.seq, 100)
    assert len(heard) == 20
    assert len(statements) <= HEARING, statements


async def test_a_page_asks_as_often_for_many_messages_as_for_few(network: Network) -> None:
    room = await network.open_room(network.ana, network.elena)
    for number in range(30):
        await network.say(network.ana, room, f"{number}. poruka")
    with counted(network.database) as statements:
        async with network.database.read() as session:
            await list_my_rooms(session, network.elena, "bg")
            topic = (await list_topics(session, network.elena.id, room))[0]
            messages = await read_page(session, room, topic_id=topic.id, before=None)
    lay_out(messages, person_id=network.elena.id, read=0, unread=30, time_zone="Europe/Sofia")
    assert len(messages) == 30
    assert len(statements) <= PAGE, statements
