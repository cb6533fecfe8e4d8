"""When somebody leaves the network: their rooms record it, the name goes, and what they said stays."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from balkancluster.app import build_announcer
from balkancluster.database import Database
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.members.departures import let_go
from balkancluster.members.models import ACTIVE
from balkancluster.members.people import find_person
from balkancluster.members.states import enter_state
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.log import Log
from balkancluster.rooms.events import read_events
from balkancluster.rooms.memberships import invite_to_room, join_room
from balkancluster.rooms.messages import find_view
from balkancluster.rooms.models import OPEN, Membership
from balkancluster.rooms.rooms import list_my_rooms, open_direct_room
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.wire import event_out
from balkancluster.settings import Settings
from tests.people import Network


@pytest.fixture
async def announcer(network: Network, database_url: str) -> Announcer:
    settings = Settings(database_url=database_url, base_url="https://house.example")
    return build_announcer(settings, network.database, network.log)


async def members_of(network: Network, room_id: int) -> list[int]:
    async with network.database.read() as session:
        return list(await session.scalars(select(Membership.person_id).where(Membership.room_id == room_id)))


async def test_every_room_records_that_ana_left(network: Network, announcer: Announcer) -> None:
    rooms = [await network.open_room(network.elena, network.ana) for _room in range(2)]
    direct = await open_direct_room(network.log, network.ana, network.elena.id)
    elsewhere = await network.open_room(network.boris)
    network.hints.clear()
    await let_go(announcer, network.vesna, network.ana.id)
    assert [set(hints) for hints in network.hints] == [{*rooms, direct}], "all in one commit"
    for room_id in (*rooms, direct):
        async with network.database.read() as session:
            last = (await read_events(session, room_id, 0, 100))[-1]
        out = event_out(last, None)
        assert (out.kind, out.person and out.person.name) == ("member.left", "")
        assert await members_of(network, room_id) == [network.elena.id]
    assert await members_of(network, elsewhere) == [network.boris.id]


async def test_what_ana_said_stays_and_no_page_names_her(network: Network, announcer: Announcer) -> None:
    room_id = await network.open_room(network.elena, network.ana)
    said = await network.say(network.ana, room_id, "Tkamo i vezemo.")
    await network.say(network.elena, room_id, "Благодаря, @Ana Stojanović!", reply_to=said.id)
    naming = await network.say(network.elena, room_id, "Питайте @Ana Stojanović за вълната.")
    answer = await network.say(network.elena, room_id, "Точно.", reply_to=naming.id)
    await let_go(announcer, network.vesna, network.ana.id)
    async with network.database.read() as session:
        view = await find_view(session, room_id, said.id)
        named = await find_view(session, room_id, naming.id)
        quoting = await find_view(session, room_id, answer.id)
        topics = await list_topics(session, network.elena.id, room_id)
    assert (view.body, view.author.name, view.author.is_former) == ("Tkamo i vezemo.", "", True)
    assert "Stojanović" not in named.html_calling("Бивш член")
    assert ">@Бивш член</a> за вълната." in named.html_calling("Бивш член")
    assert quoting.reply
    assert quoting.reply.excerpt == "Питайте @… за вълната."
    assert "Stojanović" not in topics[0].excerpt


async def test_a_direct_room_stays_readable_and_takes_no_more_words(
    network: Network, announcer: Announcer
) -> None:
    room_id = await open_direct_room(network.log, network.ana, network.elena.id)
    said = await network.say(network.ana, room_id, "Do viđenja!")
    await let_go(announcer, network.vesna, network.ana.id)
    with pytest.raises(Conflict) as refusal:
        await network.say(network.elena, room_id, "Има ли някой?")
    assert refusal.value.code == "person_left"
    assert await open_direct_room(network.log, network.elena, network.ana.id) == room_id
    async with network.database.read() as session:
        assert (await find_view(session, room_id, said.id)).body == "Do viđenja!"
        (room,) = await list_my_rooms(session, network.elena, "bg")
    assert (room.name, room.is_deserted) == ("", True)


async def test_who_comes_back_is_in_the_direct_room_again(network: Network, announcer: Announcer) -> None:
    room_id = await open_direct_room(network.log, network.ana, network.elena.id)
    await let_go(announcer, network.vesna, network.ana.id)
    async with network.database.write() as session:
        await enter_state(session, await find_person(session, network.ana.id), ACTIVE, None)
    assert await open_direct_room(network.log, network.elena, network.ana.id) == room_id
    await network.say(network.elena, room_id, "Добре дошла!")
    await network.say(network.ana, room_id, "Hvala!")


async def test_who_left_cannot_be_brought_in_join_or_speak(network: Network, announcer: Announcer) -> None:
    open_room = await network.open_room(network.vesna, kind=OPEN)
    room_id = await network.open_room(network.elena, network.ana)
    await let_go(announcer, network.vesna, network.ana.id)
    with pytest.raises(Invalid):
        await join_room(network.log, network.ana, open_room)
    with pytest.raises(Invalid):
        await invite_to_room(network.log, network.elena, room_id, network.ana.id)
    with pytest.raises(NotFound):
        await network.say(network.ana, room_id, "Ovde sam još.")
    with pytest.raises(Invalid):
        await open_direct_room(network.log, network.ana, network.boris.id)


@pytest.fixture
async def other_process(database_url: str) -> AsyncIterator[Log]:
    """The log of another process on the same database."""
    database = Database(database_url, is_durable=False)
    log = Log(database)
    yield log
    await log.close()
    await database.close()


async def test_whoever_joins_at_the_moment_of_leaving_is_left_in_no_room(
    network: Network, announcer: Announcer, other_process: Log
) -> None:
    rooms = [await network.open_room(network.vesna, kind=OPEN) for _room in range(8)]
    joins = [join_room(other_process, network.ana, room_id) for room_id in rooms]
    await asyncio.gather(*joins, let_go(announcer, network.vesna, network.ana.id), return_exceptions=True)
    for room_id in rooms:
        assert network.ana.id not in await members_of(network, room_id)
