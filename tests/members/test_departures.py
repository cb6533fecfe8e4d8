"""Leaving the network by oneself: what has to be done first, and what ends with it."""

import asyncio

import pytest
from sqlalchemy import select

from balkancluster.access import COORDINATOR
from balkancluster.database import Database
from balkancluster.errors import Conflict, Forbidden, Invalid, NotFound
from balkancluster.members.actors import find_by_person, find_by_token
from balkancluster.members.affiliations import change_tie_role, join_organisation
from balkancluster.members.departures import leave_network, let_go, prepare_farewell
from balkancluster.members.models import ADMIN, LEFT, MEMBER, Affiliation, Person
from balkancluster.members.people import create_person, find_person
from balkancluster.members.roles import grant_role
from balkancluster.members.sessions import begin_session
from balkancluster.members.tokens import create_token
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.log import Log
from tests.members.people import PASSWORD, Browser, OpenBrowser, People, letters, recorded
from tests.members.recognised import find_by_session


async def add_colleague(database: Database, house: int, role: str = MEMBER) -> int:
    async with database.write() as session:
        person = await create_person(
            session, name="Slavica Tasić", email="slavica@demo.example", locale="sr-Latn"
        )
        await join_organisation(session, person.id, house, role)
        return person.id


async def test_ana_leaves_and_everything_of_hers_ends(
    database: Database, announcer: Announcer, people: People
) -> None:
    async with database.write() as session:
        cookie = await begin_session(session, people.ana.id, "", "")
        token = await create_token(session, await find_person(session, people.ana.id), ["rooms:read"])
    await leave_network(database, announcer, people.ana, PASSWORD)
    async with database.read() as session:
        ana = await session.get_one(Person, people.ana.id)
        assert (ana.state, ana.password_hash) == (LEFT, None)
        assert await find_by_session(session, cookie) is None
        assert await find_by_token(session, token) is None
        ties = select(Affiliation).where(Affiliation.person_id == ana.id, Affiliation.until.is_(None))
        assert (await session.scalars(ties)).all() == []
    (letter,) = await letters(database)
    assert (letter.recipient, letter.locale) == ("ana@demo.example", "sr-Latn")
    assert "person.state_changed" in await recorded(database)


async def test_a_wrong_password_lets_nobody_go(
    database: Database, announcer: Announcer, people: People
) -> None:
    with pytest.raises(Invalid) as refusal:
        await leave_network(database, announcer, people.ana, "sedam svilenih niti")
    assert refusal.value.field == "password"
    assert await letters(database) == []


async def test_the_last_coordinator_names_another_one_first(
    database: Database, announcer: Announcer, people: People
) -> None:
    with pytest.raises(Conflict):
        await leave_network(database, announcer, people.vesna, PASSWORD)
    async with database.write() as session:
        await grant_role(session, None, people.ana.id, COORDINATOR)
    await leave_network(database, announcer, people.vesna, PASSWORD)


async def test_of_two_coordinators_who_leave_at_once_one_stays(
    database: Database, database_url: str, announcer: Announcer, people: People
) -> None:
    async with database.write() as session:
        await grant_role(session, None, people.ana.id, COORDINATOR)
        ana = await find_by_person(session, people.ana.id)
    assert ana
    elsewhere = Database(database_url)
    other = Announcer(elsewhere, Log(elsewhere))
    outcomes = await asyncio.gather(
        leave_network(database, announcer, people.vesna, PASSWORD),
        leave_network(elsewhere, other, ana, PASSWORD),
        return_exceptions=True,
    )
    await other.log.close()
    await elsewhere.close()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]


async def test_the_only_administrator_names_another_one_first(
    database: Database, announcer: Announcer, people: People
) -> None:
    slavica = await add_colleague(database, people.wool)
    async with database.read() as session:
        farewell = await prepare_farewell(session, people.ana)
    assert [house.id for house in farewell.entrusted] == [people.wool]
    with pytest.raises(Conflict):
        await leave_network(database, announcer, people.ana, PASSWORD)
    async with database.write() as session:
        await change_tie_role(session, people.ana, slavica, people.wool, ADMIN)
    await leave_network(database, announcer, people.ana, PASSWORD)


async def test_who_is_alone_in_an_organisation_may_go(database: Database, people: People) -> None:
    async with database.read() as session:
        farewell = await prepare_farewell(session, people.ana)
    assert farewell.is_possible
    assert [house.id for house in farewell.deserted] == [people.wool]


async def test_roles_in_an_organisation_are_its_administrators_matter(
    database: Database, people: People
) -> None:
    slavica = await add_colleague(database, people.wool)
    async with database.write() as session:
        for actor, person, role, refusal in (
            (people.elena, slavica, ADMIN, NotFound),
            (people.ana, people.elena.id, ADMIN, NotFound),
            (people.ana, slavica, "owner", NotFound),
            (people.ana, people.ana.id, MEMBER, Conflict),
        ):
            with pytest.raises(refusal):
                await change_tie_role(session, actor, person, people.wool, role)
        await change_tie_role(session, people.ana, slavica, people.wool, ADMIN)
        found = await find_by_person(session, slavica)
    assert found
    assert found.admin_of == {people.wool}
    assert (await recorded(database))[-1] == "affiliation.role_changed"


async def test_nobody_leaves_twice(database: Database, announcer: Announcer, people: People) -> None:
    await let_go(announcer, people.vesna, people.ana.id)
    with pytest.raises(Invalid):
        await let_go(announcer, people.vesna, people.ana.id)
    with pytest.raises(NotFound):
        await let_go(announcer, people.elena, people.ana.id)
    with pytest.raises((Invalid, Forbidden)):
        await leave_network(database, announcer, people.ana, PASSWORD)
    assert len(await letters(database)) == 1


async def sign_in(open_browser: OpenBrowser, email: str) -> Browser:
    browser = open_browser()
    await browser.sign_in(email)
    await browser.post("/language", data={"locale": "en", "next": "/"})
    return browser


async def test_the_page_says_what_stays_and_asks_for_the_password(open_browser: OpenBrowser) -> None:
    ana = await sign_in(open_browser, "ana@demo.example")
    assert "What stays" in (await ana.get("/settings/leave")).text
    answer = await ana.post("/settings/leave", data={"password": "ne"})
    assert (answer.status_code, 'id="password-note"' in answer.text) == (422, True)
    answer = await ana.post("/settings/leave", data={"password": PASSWORD})
    assert answer.headers["location"] == "/sign-in?done=left"
    assert "You have left." in (await ana.get("/sign-in?done=left")).text
    assert (await ana.get("/settings")).status_code == 303
    assert (await ana.sign_in("ana@demo.example")).status_code == 422


async def test_the_page_says_what_has_to_be_done_first(
    open_browser: OpenBrowser, database: Database, people: People
) -> None:
    await add_colleague(database, people.wool)
    ana, vesna = [await sign_in(open_browser, f"{name}@demo.example") for name in ("ana", "vesna")]
    page = (await ana.get("/settings/leave")).text
    assert "You are the only administrator of this organisation" in page
    assert 'name="password"' not in page
    assert "You are the only coordinator." in (await vesna.get("/settings/leave")).text
    answer = await vesna.post("/settings/leave", data={"password": PASSWORD})
    assert (answer.status_code, "Something has to be done before" in answer.text) == (409, True)


async def test_a_colleague_is_made_administrator_on_the_page(
    open_browser: OpenBrowser, database: Database, people: People
) -> None:
    slavica = await add_colleague(database, people.wool)
    ana = await sign_in(open_browser, "ana@demo.example")
    assert "Make administrator" in (await ana.get("/my-organisation")).text
    form = {"organisation": str(people.wool), "role": "admin"}
    assert (await ana.post(f"/my-organisation/people/{slavica}/role", data=form)).status_code == 303
    assert "Make a plain member" in (await ana.get("/my-organisation")).text
