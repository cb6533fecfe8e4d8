"""Sessions end when their owner says so, and by time; open sockets of an ended one are found."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import NotFound
from balkancluster.members import actors
from balkancluster.members.models import LEFT, SUSPENDED, SignIn
from balkancluster.members.people import find_person
from balkancluster.members.secrets import hash_secret
from balkancluster.members.sessions import begin_session, end_session, end_sessions, find_sessions
from balkancluster.members.states import change_state
from balkancluster.members.tokens import create_token, revoke_token
from tests.members.people import People
from tests.members.recognised import find_by_session


async def begin(session: AsyncSession, person: Actor) -> Actor:
    token = await begin_session(session, person.id, "Firefox", "192.0.2.7")
    found = await find_by_session(session, token)
    assert found
    return found[0]


async def test_the_database_does_not_know_the_token(database: Database, people: People) -> None:
    async with database.write() as session:
        token = await begin_session(session, people.ana.id, "Firefox", "192.0.2.7")
        stored = (await find_sessions(session, people.ana.id))[0]
    assert stored.token_hash == hash_secret(token) != token
    assert len(token) == 43


async def test_ana_ends_one_session_and_keeps_the_other(database: Database, people: People) -> None:
    async with database.write() as session:
        phone, laptop = [await begin(session, people.ana) for _device in range(2)]
        assert phone.session_id
        await end_session(session, people.ana.id, phone.session_id)
        assert await actors.find_ended(session, {phone, laptop}) == {phone}


async def test_elena_cannot_end_a_session_of_ana(database: Database, people: People) -> None:
    async with database.write() as session:
        phone = await begin(session, people.ana)
        with pytest.raises(NotFound):
            await end_session(session, people.elena.id, phone.session_id or 0)
        assert await actors.find_ended(session, {phone}) == set()


async def test_ana_ends_all_sessions_but_the_one_at_hand(database: Database, people: People) -> None:
    async with database.write() as session:
        here, *others = [await begin(session, people.ana) for _device in range(3)]
        elena = await begin(session, people.elena)
        assert await end_sessions(session, people.ana.id, except_id=here.session_id) == 2
        assert await actors.find_ended(session, {here, elena, *others}) == set(others)


@pytest.mark.parametrize(
    "change",
    [{"expires_at": timedelta(seconds=-1)}, {"seen_at": timedelta(days=-15)}],
    ids=["too old", "unused"],
)
async def test_a_session_ends_by_time(
    database: Database, people: People, change: dict[str, timedelta]
) -> None:
    async with database.write() as session:
        phone = await begin(session, people.ana)
        await session.execute(update(SignIn).values({name: clock.now() + by for name, by in change.items()}))
        assert await actors.find_ended(session, {phone}) == {phone}
        assert await find_sessions(session, people.ana.id) == []


@pytest.mark.parametrize("state", [SUSPENDED, LEFT])
async def test_a_member_who_is_shut_out_loses_sessions_and_tokens(
    database: Database, people: People, state: str
) -> None:
    async with database.write() as session:
        phone = await begin(session, people.ana)
        ana = await find_person(session, people.ana.id)
        secret = await create_token(session, ana, ["rooms:read"])
        program = await actors.find_by_token(session, secret)
        assert program
        await change_state(session, people.vesna, people.ana.id, state)
        assert await actors.find_ended(session, {phone, program}) == {phone, program}
        assert await actors.find_by_token(session, secret) is None


async def test_a_revoked_token_is_found(database: Database, people: People) -> None:
    async with database.write() as session:
        ana = await find_person(session, people.ana.id)
        secret = await create_token(session, ana, ["rooms:read"])
        program = await actors.find_by_token(session, secret)
        assert program
        assert await actors.find_ended(session, {program}) == set()
        await revoke_token(session, program.token_id or 0)
        assert await actors.find_ended(session, {program}) == {program}
