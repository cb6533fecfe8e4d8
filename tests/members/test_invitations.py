"""Invitations as rules: who may invite whom, and that a link works once, for one address, for seven days."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import Conflict, Forbidden, Gone, Invalid, NotFound, Problem
from balkancluster.members.actors import find_by_person
from balkancluster.members.invitations import (
    Invited,
    find_invitation,
    find_pending,
    invite,
    resend,
    withdraw,
)
from balkancluster.members.joining import join_as_member, join_as_newcomer
from balkancluster.members.models import ADMIN, LEFT, MEMBER, Invitation, Person
from balkancluster.members.new_houses import add_house
from balkancluster.members.organisation_models import LISTED, Organisation
from balkancluster.members.states import change_state
from tests.members.people import People, recorded

SLAVICA = "slavica@demo.example"


async def invite_slavica(session: AsyncSession, actor: Actor, house: int, role: str = MEMBER) -> Invited:
    return await invite(session, actor, email=SLAVICA, locale="sr-Latn", organisation_id=house, role=role)


async def join(session: AsyncSession, token: str, name: str = "Slavica Tasić") -> Person:
    return await join_as_newcomer(session, token, name=name, locale="sr-Latn", password_hash="a hash")


async def test_slavica_joins_the_house_that_ana_runs(database: Database, people: People) -> None:
    async with database.write() as session:
        invited = await invite_slavica(session, people.ana, people.wool)
        slavica = await join(session, invited.token)
        actor = await find_by_person(session, slavica.id)
    assert actor
    assert (actor.email, actor.name, actor.organisation_id) == (SLAVICA, "Slavica Tasić", people.wool)
    assert actor.admin_of == frozenset()
    assert (await recorded(database))[-3:] == [
        "invitation.created",
        "invitation.accepted",
        "affiliation.begun",
    ]


async def test_the_database_holds_only_the_hash_of_the_link(database: Database, people: People) -> None:
    async with database.write() as session:
        invited = await invite_slavica(session, people.ana, people.wool)
    assert invited.token not in repr(vars(invited.invitation))


async def test_ana_cannot_invite_into_the_house_of_elena(database: Database, people: People) -> None:
    with pytest.raises(NotFound):
        async with database.write() as session:
            await invite_slavica(session, people.ana, people.roses)


async def test_nobody_can_invite_into_a_house_that_does_not_exist(database: Database, people: People) -> None:
    with pytest.raises(NotFound):
        async with database.write() as session:
            await invite_slavica(session, people.vesna, 999_999)


async def test_a_link_works_once(database: Database, people: People) -> None:
    async with database.write() as session:
        invited = await invite_slavica(session, people.ana, people.wool)
        await join(session, invited.token)
    with pytest.raises(Gone):
        async with database.write() as session:
            await join(session, invited.token)


async def test_of_two_who_use_a_link_at_once_one_gets_in(database: Database, people: People) -> None:
    async with database.write() as session:
        invited = await invite_slavica(session, people.ana, people.wool)

    async def try_to_join() -> type[Problem] | None:
        try:
            async with database.write() as session:
                await join(session, invited.token)
        except Problem as problem:
            return type(problem)
        return None

    outcomes = await asyncio.gather(try_to_join(), try_to_join())
    assert sorted(outcomes, key=str) in ([Gone, None], [Conflict, None])


@pytest.mark.parametrize("end", ["withdrawn", "sent again", "invited again", "run out"])
async def test_a_link_that_has_ended_is_gone(database: Database, people: People, end: str) -> None:
    async with database.write() as session:
        invited = await invite_slavica(session, people.ana, people.wool)
        if end == "withdrawn":
            await withdraw(session, people.ana, invited.invitation.id)
        elif end == "sent again":
            await resend(session, people.vesna, invited.invitation.id)
        elif end == "invited again":
            await invite_slavica(session, people.ana, people.wool, ADMIN)
        else:
            past = clock.now() - timedelta(seconds=1)
            await session.execute(update(Invitation).values(expires_at=past))
        with pytest.raises(Gone):
            await find_invitation(session, invited.token)


async def test_an_invitation_lives_seven_days(database: Database, people: People) -> None:
    async with database.write() as session:
        invitation = (await invite_slavica(session, people.ana, people.wool)).invitation
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)


async def test_elena_cannot_touch_an_invitation_of_anas_house(database: Database, people: People) -> None:
    async with database.write() as session:
        invitation = (await invite_slavica(session, people.ana, people.wool)).invitation
        for act in (resend, withdraw):
            with pytest.raises(NotFound):
                await act(session, people.elena, invitation.id)
        assert await find_pending(session, people.roses) == []
        assert await find_pending(session, people.wool) == [invitation]


async def test_an_invitation_never_opens_an_account_that_has_a_password(
    database: Database, people: People
) -> None:
    async with database.write() as session:
        invited = await invite(
            session, people.ana, email="elena@demo.example", locale="bg", organisation_id=people.wool
        )
    with pytest.raises(Conflict):
        async with database.write() as session:
            await join(session, invited.token, "Somebody else")
    async with database.write() as session:
        await join_as_member(session, people.elena, invited.token)
        elena = await find_by_person(session, people.elena.id)
    assert elena
    assert elena.organisation_id == people.roses


async def test_an_invitation_means_one_address(database: Database, people: People) -> None:
    async with database.write() as session:
        invited = await invite_slavica(session, people.ana, people.wool)
        with pytest.raises(Forbidden):
            await join_as_member(session, people.elena, invited.token)
        assert await find_invitation(session, invited.token)


async def test_who_belongs_to_the_house_is_not_invited_again(database: Database, people: People) -> None:
    with pytest.raises(Invalid) as refusal:
        async with database.write() as session:
            await invite(
                session, people.vesna, email="Ana@demo.example", locale="bg", organisation_id=people.wool
            )
    assert refusal.value.field == "email"


async def test_a_former_member_comes_back_by_invitation(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.elena.id, LEFT)
        invited = await invite(
            session, people.ana, email="elena@demo.example", locale="bg", organisation_id=people.wool
        )
        back = await join(session, invited.token, "Елена Дончева")
        elena = await find_by_person(session, back.id)
    assert elena
    assert (elena.id, elena.organisation_id) == (people.elena.id, people.wool)


async def test_a_listed_organisation_is_a_member_once_its_admin_accepts(
    database: Database, people: People
) -> None:
    async with database.write() as session:
        house = await add_house(
            session, people.vesna, name="Дрвна нит", kind="cluster", country="RS", lang="sr-Cyrl"
        )
        assert house.standing == LISTED
        invited = await invite_slavica(session, people.vesna, house.id, ADMIN)
        await join(session, invited.token)
        await session.refresh(house)
    assert house.standing == "member"
    assert "organisation.claimed" in await recorded(database)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "organisation_name"),
        ({"kind": "ministry"}, "kind"),
        ({"country": "XX"}, "country"),
        ({"lang": "hr"}, "lang"),
    ],
)
async def test_a_new_organisation_is_described_wholly(
    database: Database, people: People, changed: dict[str, str], field: str
) -> None:
    described = {"name": "Дрвна нит", "kind": "cluster", "country": "RS", "lang": "sr-Cyrl"} | changed
    async with database.write() as session:
        with pytest.raises(Invalid) as refusal:
            await add_house(session, people.vesna, **described)
    assert refusal.value.field == field


async def test_only_the_coordinator_adds_organisations(database: Database, people: People) -> None:
    async with database.write() as session:
        with pytest.raises(NotFound):
            await add_house(session, people.ana, name="Мој", kind="sme", country="RS", lang="sr-Cyrl")
        assert await session.get(Organisation, people.wool)
