"""Bearer tokens: scopes, an end, and a person behind them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from balkancluster import clock
from balkancluster.database import Database
from balkancluster.errors import Invalid, NotFound
from balkancluster.members.actors import find_by_token
from balkancluster.members.models import SUSPENDED, Token
from balkancluster.members.people import find_person
from balkancluster.members.states import change_state
from balkancluster.members.tokens import create_token, find_tokens, revoke_token
from tests.members.people import OpenBrowser, People, recorded


async def make(database: Database, people: People, *scopes: str, days: int = 90) -> str:
    async with database.write() as session:
        return await create_token(session, await find_person(session, people.ana.id), list(scopes), days)


async def test_a_token_acts_for_ana_within_its_scopes(database: Database, people: People) -> None:
    secret = await make(database, people, "partners:read", "rooms:read")
    assert re.fullmatch(r"bct_[\w-]{43}", secret)
    async with database.read() as session:
        actor = await find_by_token(session, secret)
        stored = (await find_tokens(session, people.ana.id))[0]
    assert actor
    assert (actor.id, actor.session_id) == (people.ana.id, None)
    assert sorted(actor.scopes or ()) == ["partners:read", "rooms:read"]
    assert stored.scopes == "rooms:read partners:read"
    assert secret not in repr(vars(stored))
    assert timedelta(days=90) == stored.expires_at - stored.created_at
    assert (await recorded(database))[-1] == "token.created"


@pytest.mark.parametrize(
    ("scopes", "days", "field"),
    [
        (["rooms:wipe"], 90, "scopes"),
        ([], 90, "scopes"),
        (["rooms:read"], 0, "days"),
        (["rooms:read"], 367, "days"),
    ],
)
async def test_a_token_that_could_do_anything_for_ever_is_not_made(
    database: Database, people: People, scopes: list[str], days: int, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await make(database, people, *scopes, days=days)
    assert refusal.value.field == field


async def test_nobody_makes_a_token_for_a_suspended_member(database: Database, people: People) -> None:
    async with database.write() as session:
        await change_state(session, people.vesna, people.ana.id, SUSPENDED)
    with pytest.raises(Invalid):
        await make(database, people, "rooms:read")


async def test_a_token_past_its_end_is_nobody(database: Database, people: People) -> None:
    secret = await make(database, people, "rooms:read")
    async with database.write() as session:
        await session.execute(update(Token).values(expires_at=clock.now() - timedelta(seconds=1)))
        assert await find_by_token(session, secret) is None


async def test_a_token_is_revoked_once(database: Database, people: People) -> None:
    await make(database, people, "rooms:read")
    async with database.write() as session:
        token = (await find_tokens(session, people.ana.id))[0]
        await revoke_token(session, token.id)
        assert await find_tokens(session, people.ana.id) == []
        with pytest.raises(NotFound):
            await revoke_token(session, token.id)
    assert (await recorded(database))[-1] == "token.revoked"


async def test_a_program_with_a_wrong_token_is_no_visitor(open_browser: OpenBrowser) -> None:
    program = open_browser(Authorization="Bearer bct_nobody")
    assert (await program.get("/api/v1/rooms")).status_code == 401


async def test_a_program_opens_the_api_but_no_page(
    database: Database, people: People, open_browser: OpenBrowser
) -> None:
    secret = await make(database, people, "rooms:read")
    program = open_browser(Authorization=f"Bearer {secret}")
    assert (await program.get("/api/v1/rooms")).status_code == 200
    assert (await program.get("/settings")).status_code == 403
    assert (await program.get("/coordination")).status_code == 403
