"""Bearer tokens of the scripted members, made when the demo is filled and kept beside its database."""

import os
from pathlib import Path

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database
from balkancluster.demo.content import Person
from balkancluster.errors import Problem
from balkancluster.members.actors import find_by_token
from balkancluster.members.people import find_by_email
from balkancluster.members.tokens import LONGEST_DAYS, create_token

FILE = "life.json"
SCOPES = ["rooms:read", "rooms:write"]


class Account(msgspec.Struct, frozen=True):
    """The id of a member, and the token with which a program acts for them."""

    person: str
    token: str


async def ensure_accounts(database: Database, data: Path, people: tuple[Person, ...]) -> dict[str, Account]:
    """Return an account for each of these people by key, with new tokens where the kept ones have ended.

    Who may not come in any more is left out.
    """
    file = data / FILE
    kept = _read(file)
    accounts: dict[str, Account] = {}
    async with database.write() as session:
        for person in people:
            if account := await _ensure_account(session, person, kept.get(person.key)):
                accounts[person.key] = account
    if accounts != kept:
        _write(file, accounts)
    return accounts


async def _ensure_account(session: AsyncSession, person: Person, kept: Account | None) -> Account | None:
    if kept and await find_by_token(session, kept.token):
        return kept
    row = await find_by_email(session, person.email)
    if row is None:
        return None
    try:
        return Account(str(row.id), await create_token(session, row, SCOPES, LONGEST_DAYS))
    except Problem:
        return None


def _read(file: Path) -> dict[str, Account]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Account])
    except (OSError, msgspec.MsgspecError):
        return {}


def _write(file: Path, accounts: dict[str, Account]) -> None:
    # The secrets are for this person of the machine only, like the database beside them.
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(msgspec.json.format(msgspec.json.encode(accounts)))
