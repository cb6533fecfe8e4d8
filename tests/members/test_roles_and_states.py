"""Roles, ties and states: who decides, what ends with them, and that all of it is on record."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR, MODERATOR
from balkancluster.database import Database
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.members.actors import find_by_person
from balkancluster.members.affiliations import end_affiliation, join_organisation
from balkancluster.members.marks import find_marks
from balkancluster.members.models import ACTIVE, ADMIN, ERASED, LEFT, MEMBER, SUSPENDED, Person
from balkancluster.members.people import create_person
from balkancluster.members.roles import grant_role, revoke_role
from balkancluster.members.roster import find_roster
from balkancluster.members.states import change_state
from tests.members.people import People, recorded


async def test_vesna_makes_elena_a_moderator_and_takes_it_back(database: Database, people: People) -> None:
    async with database.write() as session:
        await grant_role(session, people.vesna, people.elena.id, MODERATOR)
        elena = await find_by_person(session, people.elena.id)
        assert elena
        assert elena.roles == {MODERATOR}
        await revoke_role(session, people.vesna, people.elena.id, MODERATOR)
    assert (await recorded(database))[-2:] == ["role.granted", "role.revoked"]


async def test_granting_twice_changes_and_records_nothing(database: Database, people: People) -> None:
    before = len(await recorded(database))
    async with database.write() as session:
        for _time in range(2):
            await grant_role(session, people.vesna, people.elena.id, MODERATOR)
    assert len(await recorded(database)) == before + 1


@pytest.mark.parametrize("change", [grant_role, revoke_role])
async def test_ana_cannot_give_or_take_roles(
    database: Database, people: People, change: Callable[..., Awaitable[None]]
) -> None:
    async with database.write() as session:
        with pytest.raises(NotFound):
            await change(session, people.ana, people.vesna.id, COORDINATOR)


async def test_the_network_keeps_one_coordinator(database: Database, people: People) -> None:
    async with database.write() as session:
        with pytest.raises(Conflict):
            await revoke_role(session, people.vesna, people.vesna.id, COORDINATOR)
        await grant_role(session, people.vesna, people.ana.id, COORDINATOR)
        await revoke_role(session, people.vesna, people.vesna.id, COORDINATOR)


@pytest.mark.parametrize("role", ["owner", "member", ""])
async def test_only_known_roles_can_be_given(database: Database, people: People, role: str) -> None:
    async with database.write() as session:
        with pytest.raises(Invalid):
            await grant_role(session, people.vesna, people.ana.id, role)


async def test_a_suspended_member_cannot_be_given_a_role(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, SUSPENDED)
        with pytest.raises(Invalid):
            await grant_role(session, people.vesna, people.ana.id, MODERATOR)


@pytest.mark.parametrize("person", ["ana", "vesna"])
async def test_members_change_no_states_and_coordinators_not_their_own(
    database: Database, people: People, person: str
) -> None:
    async with database.write() as session:
        with pytest.raises(NotFound):
            await change_state(session, getattr(people, person), people.vesna.id, SUSPENDED)


async def test_a_suspended_member_can_come_back(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, SUSPENDED)
        assert await find_by_person(session, people.ana.id) is None
        await change_state(session, people.vesna, people.ana.id, ACTIVE)
        assert await find_by_person(session, people.ana.id) == people.ana


@pytest.mark.parametrize("state", [ACTIVE, "applied", "king"])
async def test_states_follow_one_another_in_order_only(
    database: Database, people: People, state: str
) -> None:
    async with database.write() as session:
        with pytest.raises(Invalid):
            await change_state(session, people.vesna, people.ana.id, state)


async def test_who_left_is_called_former_member_and_has_no_ties(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, LEFT)
        mark = (await find_marks(session, [people.ana.id]))[people.ana.id]
        with pytest.raises(Invalid):
            await change_state(session, people.vesna, people.ana.id, ACTIVE)
    assert mark.is_former
    assert mark.organisation == ""


async def test_who_was_erased_has_no_name_and_no_address(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, ERASED)
        ana = await session.get_one(Person, people.ana.id)
        assert (ana.name, ana.email, ana.password_hash, ana.name_fold) == ("", None, None, "")
        again = await create_person(session, name="Ana Jović", email="ana@demo.example", locale="sr-Latn")
    assert again.id != people.ana.id


async def add_slavica(session: AsyncSession, house: int) -> int:
    slavica = await create_person(
        session, name="Slavica Tasić", email="slavica@demo.example", locale="sr-Latn"
    )
    await join_organisation(session, slavica.id, house, MEMBER)
    return slavica.id


async def test_ana_ends_the_tie_of_a_colleague(database: Database, people: People) -> None:
    async with database.write() as session:
        slavica = await add_slavica(session, people.wool)
        with pytest.raises(NotFound):
            await end_affiliation(session, people.elena, slavica, people.wool)
        await end_affiliation(session, people.ana, slavica, people.wool)
        with pytest.raises(NotFound):
            await end_affiliation(session, people.ana, slavica, people.wool)
        actor = await find_by_person(session, slavica)
    assert actor
    assert actor.organisation_id is None


async def test_ana_cannot_remove_herself(database: Database, people: People) -> None:
    async with database.write() as session:
        with pytest.raises(Conflict):
            await end_affiliation(session, people.ana, people.ana.id, people.wool)


async def test_a_tie_is_one_row_until_it_ends(database: Database, people: People) -> None:
    async with database.write() as session:
        slavica = await add_slavica(session, people.wool)
        promoted = await join_organisation(session, slavica, people.wool, ADMIN)
        assert promoted.role == ADMIN
        await end_affiliation(session, people.ana, slavica, people.wool)
        again = await join_organisation(session, slavica, people.wool, MEMBER)
    assert again.id != promoted.id


@pytest.mark.parametrize(
    ("text", "found"),
    [("jovic", ["ana"]), ("ЕЛЕНА", ["elena"]), ("demo.example", None), ("%", []), ("\x00", [])],
)
async def test_the_coordinator_finds_accounts_by_name_and_address(
    database: Database, people: People, text: str, found: list[str] | None
) -> None:
    async with database.read() as session:
        roster = await find_roster(session, people.vesna, text, 1)
    expected = ["ana", "elena", "vesna"] if found is None else found
    assert [(entry.person.email or "").partition("@")[0] for entry in roster.items] == expected


async def test_an_address_belongs_to_one_account(database: Database, people: People) -> None:
    async with database.write() as session:
        with pytest.raises(Conflict):
            await create_person(session, name="Druga Ana", email="ANA@demo.example", locale="sr-Latn")
