"""Who comes in, who does not, and that a stranger learns nothing from the difference."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from balkancluster.database import Database
from balkancluster.errors import Invalid
from balkancluster.members.models import LEFT, SUSPENDED, Person
from balkancluster.members.sign_in import Device, sign_in
from balkancluster.members.states import change_state
from tests.members.people import PASSWORD, People
from tests.members.recognised import find_by_session

PHONE = Device("Firefox on a phone", "192.0.2.7")


async def test_ana_signs_in_with_her_password(database: Database, people: People) -> None:
    signed_in = await sign_in(database, " Ana@demo.example", PASSWORD, PHONE)
    async with database.read() as session:
        found = await find_by_session(session, signed_in.token)
    assert found is not None
    actor = found[0]
    assert (actor.id, actor.locale) == (people.ana.id, "sr-Latn")
    assert actor.admin_of == {people.wool}
    assert signed_in.locale == "sr-Latn"


@pytest.mark.parametrize("email", ["ana@demo.example", "nobody@demo.example"])
async def test_a_wrong_password_and_an_unknown_address_get_one_answer(
    database: Database, people: People, email: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await sign_in(database, email, "nije ova", PHONE)
    assert (refusal.value.field, refusal.value.code) == ("password", "invalid")
    assert str(refusal.value.message) == "E-mail and password do not match. Check the keyboard layout."


async def test_signing_in_again_ends_the_session_that_the_browser_had(
    database: Database, people: People
) -> None:
    first = await sign_in(database, "ana@demo.example", PASSWORD, PHONE)
    second = await sign_in(database, "ana@demo.example", PASSWORD, PHONE, replaces=first.token)
    async with database.read() as session:
        assert await find_by_session(session, first.token) is None
        assert await find_by_session(session, second.token) is not None


async def test_a_suspended_member_is_told_so_only_with_the_right_password(
    database: Database, people: People
) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, SUSPENDED)
    with pytest.raises(Invalid, match="invalid") as refusal:
        await sign_in(database, "ana@demo.example", PASSWORD, PHONE)
    assert "suspended" in str(refusal.value.message)
    with pytest.raises(Invalid) as refusal:
        await sign_in(database, "ana@demo.example", "nije ova", PHONE)
    assert "suspended" not in str(refusal.value.message)


async def test_a_former_member_has_no_password_any_more(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, LEFT)
    with pytest.raises(Invalid):
        await sign_in(database, "ana@demo.example", PASSWORD, PHONE)


async def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in(database: Database, people: People) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PASSWORD)
    async with database.write() as session:
        ana = await session.get_one(Person, people.ana.id)
        ana.password_hash = weak
    await sign_in(database, "ana@demo.example", PASSWORD, PHONE)
    async with database.read() as session:
        stored = await session.scalar(select(Person.password_hash).where(Person.id == people.ana.id))
    assert stored
    assert "m=64," in stored
