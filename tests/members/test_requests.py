"""Claims and removals: who may ask, what a decision does, and that nothing is done twice."""

import asyncio

import pytest
from sqlalchemy import select

from balkancluster.access import COORDINATOR
from balkancluster.app import build_announcer
from balkancluster.database import Database
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.members.actors import find_by_person
from balkancluster.members.decisions import approve, list_again, refuse, take_off
from balkancluster.members.departures import let_go
from balkancluster.members.models import ADMIN, MEMBER, Affiliation
from balkancluster.members.organisation_models import (
    APPROVED,
    CLAIM,
    LISTED,
    OPEN,
    REFUSED,
    REMOVAL,
    REMOVED,
    WITHDRAWN,
    Organisation,
    OrganisationRequest,
)
from balkancluster.members.organisation_models import MEMBER as TAKES_PART
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.request_lists import count_open_requests, list_open_requests, list_own_requests
from balkancluster.members.requests import LONGEST_WORDS, MOST_OPEN, ask, withdraw_request
from balkancluster.members.roles import grant_role
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.log import Log
from balkancluster.settings import Settings
from tests.members.people import ORIGIN, People, letters, recorded

WORDS = "Radim tamo kao direktorka, piše na sajtu."


@pytest.fixture
async def looms(database: Database) -> int:
    """An organisation that is only listed."""
    return await list_organisation(database, "RS900", "Razboji")


async def list_organisation(database: Database, code: str, name: str) -> int:
    profile = Profile(
        code, "cluster", "sr-Latn", "RS", {"sr-Latn": Words(name)}, source_url="https://a.example"
    )
    async with database.write() as session:
        return (await create_organisation(session, profile, LISTED)).id


async def standing_of(database: Database, organisation_id: int) -> str:
    async with database.read() as session:
        return (await session.get_one(Organisation, organisation_id)).standing


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        table = OrganisationRequest
        return list(await session.scalars(select(table.state).order_by(table.id)))


async def ties(database: Database, organisation_id: int) -> list[tuple[int, str]]:
    async with database.read() as session:
        rows = await session.execute(
            select(Affiliation.person_id, Affiliation.role)
            .where(Affiliation.organisation_id == organisation_id, Affiliation.until.is_(None))
            .order_by(Affiliation.person_id)
        )
        return [(row.person_id, row.role) for row in rows]


async def test_ana_claims_an_organisation_and_vesna_approves(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    number = await ask(announcer, people.ana, looms, CLAIM, f"  {WORDS}\r\n")
    async with database.read() as session:
        (waiting,) = await list_open_requests(session)
    assert (waiting.row.words, waiting.row.words_lang, waiting.house.name) == (WORDS, "sr-Latn", "Razboji")
    await approve(announcer, people.vesna, number)
    assert await standing_of(database, looms) == TAKES_PART
    assert await ties(database, looms) == [(people.ana.id, ADMIN)]
    async with database.read() as session:
        ana = await find_by_person(session, people.ana.id)
        assert await count_open_requests(session) == 0
    assert ana
    assert ana.admin_of == {people.wool, looms}, "the tie she had stays"
    assert await states(database) == [APPROVED]
    log = await recorded(database)
    assert [entry for entry in log if entry.startswith(("claim", "organisation"))] == [
        "claim.asked",
        "claim.approved",
        "organisation.claimed",
    ]


async def test_both_sides_get_a_letter_in_their_own_language(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    first = await ask(announcer, people.elena, looms, CLAIM, "Работя там.")
    await refuse(announcer, people.vesna, first, "Нисмо Вас нашли на страници удружења.")
    second = await ask(announcer, people.ana, looms, CLAIM, WORDS)
    await approve(announcer, people.vesna, second)
    sent = await letters(database)
    assert [(mail.recipient.partition("@")[0], mail.locale) for mail in sent] == [
        ("vesna", "sr-Cyrl"),
        ("elena", "bg"),
        ("vesna", "sr-Cyrl"),
        ("ana", "sr-Latn"),
    ]
    assert "Работя там." in sent[0].text
    assert f"{ORIGIN}/coordination/requests" in sent[0].text
    assert "Нисмо Вас нашли на страници удружења." in sent[1].text
    assert f"{ORIGIN}/organisations/RS900" in sent[3].text


@pytest.mark.parametrize("second", ["approve", "refuse"])
async def test_of_two_coordinators_one_meets_a_conflict_and_nothing_is_doubled(
    database: Database, database_url: str, announcer: Announcer, people: People, looms: int, second: str
) -> None:
    async with database.write() as session:
        await grant_role(session, None, people.elena.id, COORDINATOR)
        elena = await find_by_person(session, people.elena.id)
    assert elena
    number = await ask(announcer, people.ana, looms, CLAIM, WORDS)
    other_database = Database(database_url)
    other_log = Log(other_database)
    other = build_announcer(Settings(database_url=database_url, base_url=ORIGIN), other_database, other_log)
    act = approve(other, elena, number) if second == "approve" else refuse(other, elena, number, "Ne.")
    outcomes = await asyncio.gather(approve(announcer, people.vesna, number), act, return_exceptions=True)
    await other_log.close()
    await other_database.close()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]
    to_ana = [mail for mail in await letters(database) if mail.recipient.startswith("ana@")]
    assert len(to_ana) == 1
    log = await recorded(database)
    assert log.count("claim.approved") + log.count("claim.refused") == 1
    assert log.count("affiliation.begun") == 2 + log.count("claim.approved"), "two were there before"


async def test_a_decided_request_is_not_decided_again(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    number = await ask(announcer, people.ana, looms, CLAIM, WORDS)
    await refuse(announcer, people.vesna, number, "Prvo se javite telefonom.")
    for again in (approve(announcer, people.vesna, number), refuse(announcer, people.vesna, number, "Ne.")):
        with pytest.raises(Conflict) as refusal:
            await again
        assert refusal.value.code == "decided_already"
    assert await standing_of(database, looms) == LISTED
    assert await states(database) == [REFUSED]
    with pytest.raises(NotFound):
        await approve(announcer, people.vesna, 999_999)


async def test_only_coordinators_decide(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    number = await ask(announcer, people.ana, looms, CLAIM, WORDS)
    with pytest.raises(NotFound):
        await approve(announcer, people.ana, number)
    with pytest.raises(NotFound):
        await refuse(announcer, people.ana, number, "Ne.")
    with pytest.raises(NotFound):
        await take_off(announcer, people.ana, looms)
    async with database.write() as session:
        with pytest.raises(NotFound):
            await list_again(session, people.ana, looms)


async def test_a_second_claim_comes_into_an_organisation_that_takes_part_meanwhile(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    first = await ask(announcer, people.ana, looms, CLAIM, WORDS)
    second = await ask(announcer, people.elena, looms, CLAIM, "Работя там.")
    await approve(announcer, people.vesna, first)
    assert await states(database) == [APPROVED, OPEN]
    await approve(announcer, people.vesna, second, MEMBER)
    assert await ties(database, looms) == [(people.ana.id, ADMIN), (people.elena.id, MEMBER)]


async def test_one_open_request_of_a_kind_and_five_in_all(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    await ask(announcer, people.ana, looms, CLAIM, WORDS)
    with pytest.raises(Conflict) as refusal:
        await ask(announcer, people.ana, looms, CLAIM, WORDS)
    assert refusal.value.code == "asked_already"
    await ask(announcer, people.ana, looms, REMOVAL, "")
    for number in range(MOST_OPEN - 2):
        await ask(
            announcer, people.ana, await list_organisation(database, f"RS91{number}", "Nit"), CLAIM, "a"
        )
    with pytest.raises(Conflict) as refusal:
        await ask(announcer, people.ana, await list_organisation(database, "RS920", "Nit"), CLAIM, "a")
    assert refusal.value.code == "too_many_requests"


async def test_asked_twice_at_the_same_moment_is_asked_once(
    database: Database, database_url: str, announcer: Announcer, people: People, looms: int
) -> None:
    other_database = Database(database_url)
    other = Announcer(other_database, Log(other_database))
    outcomes = await asyncio.gather(
        ask(announcer, people.ana, looms, CLAIM, WORDS),
        ask(other, people.ana, looms, CLAIM, WORDS),
        return_exceptions=True,
    )
    await other.log.close()
    await other_database.close()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "int"]
    assert await states(database) == [OPEN]


@pytest.mark.parametrize("words", ["", " \n", "\u200b", "a\x00b", "x" * (LONGEST_WORDS + 1)])
async def test_a_claim_needs_words_that_can_be_kept(
    announcer: Announcer, people: People, looms: int, words: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await ask(announcer, people.ana, looms, CLAIM, words)
    assert refusal.value.field == "words"


async def test_nobody_asks_for_an_organisation_that_takes_part(announcer: Announcer, people: People) -> None:
    for kind in (CLAIM, REMOVAL):
        with pytest.raises(Conflict):
            await ask(announcer, people.ana, people.roses, kind, WORDS)
    with pytest.raises(NotFound):
        await ask(announcer, people.ana, 999_999, CLAIM, WORDS)
    with pytest.raises(NotFound):
        await ask(announcer, people.ana, people.roses, "gift", WORDS)


async def test_who_asked_may_withdraw_and_ask_again(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    number = await ask(announcer, people.ana, looms, CLAIM, WORDS)
    async with database.write() as session:
        with pytest.raises(NotFound):
            await withdraw_request(session, people.elena, number)
        await withdraw_request(session, people.ana, number)
        with pytest.raises(Conflict):
            await withdraw_request(session, people.ana, number)
    with pytest.raises(Conflict):
        await approve(announcer, people.vesna, number)
    await ask(announcer, people.ana, looms, CLAIM, WORDS)
    async with database.read() as session:
        (waiting,) = await list_open_requests(session)
        mine = await list_own_requests(session, people.ana.id)
    assert [each.row.state for each in waiting.earlier] == [WITHDRAWN]
    assert [each.row.state for each in mine] == [OPEN, WITHDRAWN]


async def test_an_organisation_is_taken_off_the_list_and_everybody_who_asked_is_told(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    number = await ask(announcer, people.ana, looms, REMOVAL, "")
    await ask(announcer, people.elena, looms, REMOVAL, "Моля.")
    await approve(announcer, people.vesna, number)
    assert await standing_of(database, looms) == REMOVED
    assert await states(database) == [APPROVED, APPROVED]
    told = [mail.recipient.partition("@")[0] for mail in await letters(database)]
    assert sorted(told) == ["ana", "elena", "vesna", "vesna"]
    with pytest.raises(Conflict):
        await take_off(announcer, people.vesna, looms)
    async with database.write() as session:
        await list_again(session, people.vesna, looms)
        with pytest.raises(Conflict):
            await list_again(session, people.vesna, looms)
    assert await standing_of(database, looms) == LISTED


async def test_an_organisation_that_takes_part_is_never_taken_off(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    removal = await ask(announcer, people.elena, looms, REMOVAL, "")
    await approve(announcer, people.vesna, await ask(announcer, people.ana, looms, CLAIM, WORDS))
    for act in (approve(announcer, people.vesna, removal), take_off(announcer, people.vesna, looms)):
        with pytest.raises(Conflict):
            await act
    assert await standing_of(database, looms) == TAKES_PART
    assert (await states(database))[0] == OPEN, "what could not be carried out waits as before"


async def test_requests_of_somebody_who_leaves_are_withdrawn(
    database: Database, announcer: Announcer, people: People, looms: int
) -> None:
    await ask(announcer, people.ana, looms, CLAIM, WORDS)
    await let_go(announcer, people.vesna, people.ana.id)
    assert await states(database) == [WITHDRAWN]
