"""Whoever asks often is looked up once a second, and is met as they are: at once, or within that second."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR
from balkancluster.database import Database
from balkancluster.errors import Unauthorized
from balkancluster.members import recognition
from balkancluster.members.actors import Found, find_by_sessions
from balkancluster.members.identity import Identity
from balkancluster.members.models import SUSPENDED, Person
from balkancluster.members.people import find_person
from balkancluster.members.recognition import Recognition
from balkancluster.members.roles import grant_role
from balkancluster.members.secrets import hash_secret
from balkancluster.members.sessions import begin_session, end_sessions
from balkancluster.members.states import change_state
from balkancluster.members.tokens import create_token, revoke_tokens_of
from balkancluster.settings import Settings
from tests.clocks import Clock
from tests.members.people import People
from tests.rooms.test_statements import counted


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which answers grow old."""
    clock = Clock()
    monkeypatch.setattr(recognition, "monotonic", clock)
    return clock


@pytest.fixture
async def elsewhere(database_url: str) -> AsyncIterator[Database]:
    """The same database as another process has it open."""
    other = Database(database_url)
    yield other
    await other.close()


@pytest.fixture
def identity(database: Database) -> Identity:
    """What recognises people in this process."""
    return Identity(database, Settings(database_url=""))


def asked(cookie: str, path: str = "/api/v1/rooms") -> dict[str, Any]:
    return {"type": "http", "path": path, "headers": [(b"cookie", f"session={cookie}".encode())]}


def by_program(token: str) -> dict[str, Any]:
    return {
        "type": "http",
        "path": "/api/v1/rooms",
        "headers": [(b"authorization", b"Bearer " + token.encode())],
    }


async def signed_in(database: Database, person_id: int) -> str:
    async with database.write() as session:
        return await begin_session(session, person_id, "Firefox", "192.0.2.7")


async def test_somebody_who_asks_often_is_looked_up_once_a_second(
    database: Database, people: People, identity: Identity, clock: Clock
) -> None:
    cookie = await signed_in(database, people.ana.id)
    with counted(database) as statements:
        for _time in range(5):
            found = await identity.identify(asked(cookie))
            assert found
            assert found.id == people.ana.id
        assert len(statements) == 1
        clock.now += 1.0
        await identity.identify(asked(cookie))
    assert len(statements) == 2


async def test_twenty_who_come_together_are_looked_up_together(
    database: Database, people: People, identity: Identity, clock: Clock
) -> None:
    everybody = [people.ana, people.elena, people.vesna] * 7
    cookies = [await signed_in(database, person.id) for person in everybody]
    with counted(database) as statements:
        found = await asyncio.gather(*(identity.identify(asked(cookie)) for cookie in cookies))
    assert [person.id for person in found if person] == [person.id for person in everybody]
    assert len(statements) <= 2


async def test_one_who_gives_up_does_not_take_the_answer_from_another(
    database: Database, people: People, identity: Identity, clock: Clock
) -> None:
    cookie = await signed_in(database, people.ana.id)
    leaving, staying = (asyncio.create_task(identity.identify(asked(cookie))) for _tab in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    found = await staying
    assert found
    assert found.id == people.ana.id


async def test_what_this_process_writes_about_somebody_holds_at_once(
    database: Database, people: People, identity: Identity, clock: Clock
) -> None:
    cookie = await signed_in(database, people.ana.id)
    await identity.identify(asked(cookie))
    async with database.write() as session:
        await grant_role(session, None, people.ana.id, COORDINATOR)
    found = await identity.identify(asked(cookie))
    assert found
    assert found.has_role(COORDINATOR)
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == people.ana.id).values(locale="bg"))
    found = await identity.identify(asked(cookie))
    assert found
    assert found.locale == "bg"
    async with database.write() as session:
        await end_sessions(session, people.ana.id)
    assert await identity.identify(asked(cookie)) is None


async def test_an_answer_that_was_read_before_a_write_is_not_kept_after_it(
    database: Database, people: People, clock: Clock
) -> None:
    cookie, has_read, is_written = await signed_in(database, people.ana.id), asyncio.Event(), asyncio.Event()

    async def read_slowly(session: AsyncSession, hashes: Sequence[str]) -> dict[str, Found]:
        found = await find_by_sessions(session, hashes)
        has_read.set()
        await is_written.wait()
        return found

    sessions = Recognition(database, read_slowly)
    asking = asyncio.create_task(sessions.find(hash_secret(cookie), lately=True))
    await has_read.wait()
    async with database.write() as session:
        await end_sessions(session, people.ana.id)
    is_written.set()
    await asking
    assert await sessions.find(hash_secret(cookie), lately=True) is None


async def test_who_is_signed_out_by_another_process_is_a_stranger_within_a_second(
    database: Database, elsewhere: Database, people: People, identity: Identity, clock: Clock
) -> None:
    cookie = await signed_in(database, people.ana.id)
    await identity.identify(asked(cookie))
    clock.now += 0.9
    await identity.identify(asked(cookie))
    async with elsewhere.write() as session:
        await end_sessions(session, people.ana.id)
    # Being asked for again has not made the answer younger.
    clock.now += 0.1
    assert await identity.identify(asked(cookie)) is None


async def test_who_is_suspended_by_another_process_is_a_stranger_within_a_second(
    database: Database, elsewhere: Database, people: People, identity: Identity, clock: Clock
) -> None:
    async with database.write() as session:
        cookie = await begin_session(session, people.ana.id, "Firefox", "192.0.2.7")
        token = await create_token(session, await find_person(session, people.ana.id), ["rooms:read"])
    assert await identity.identify(asked(cookie))
    assert await identity.identify(by_program(token))
    async with elsewhere.write() as session:
        await change_state(session, people.vesna, people.ana.id, SUSPENDED)
    clock.now += 1.0
    assert await identity.identify(asked(cookie)) is None
    with pytest.raises(Unauthorized):
        await identity.identify(by_program(token))


async def test_news_of_another_node_hold_at_once(
    database: Database, elsewhere: Database, people: People, identity: Identity, clock: Clock
) -> None:
    async with database.write() as session:
        cookie = await begin_session(session, people.ana.id, "Firefox", "192.0.2.7")
        token = await create_token(session, await find_person(session, people.ana.id), ["rooms:read"])
    await identity.identify(asked(cookie))
    await identity.identify(by_program(token))
    async with elsewhere.write() as session:
        await end_sessions(session, people.ana.id)
        await revoke_tokens_of(session, people.ana.id)
    identity.forget()
    assert await identity.identify(asked(cookie)) is None
    with pytest.raises(Unauthorized):
        await identity.identify(by_program(token))


async def test_a_page_shows_what_was_changed_through_another_node_a_moment_ago(
    database: Database, elsewhere: Database, people: People, identity: Identity, clock: Clock
) -> None:
    cookie = await signed_in(database, people.ana.id)
    await identity.identify(asked(cookie))
    async with elsewhere.write() as session:
        await session.execute(update(Person).where(Person.id == people.ana.id).values(locale="en"))
    found = await identity.identify(asked(cookie, "/rooms"))
    assert found
    assert found.locale == "en"


async def test_a_cookie_that_means_nobody_is_not_remembered(
    database: Database, people: People, identity: Identity, clock: Clock
) -> None:
    assert await identity.identify(asked("nobody")) is None
    with counted(database) as statements:
        assert await identity.identify(asked("nobody")) is None
    assert len(statements) == 1
