"""Resetting a password by mail: a single-use link of one hour, for whoever reads the mail of the address."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.database import database_now
from balkancluster.errors import Gone
from balkancluster.members.models import ACTIVE, INVITED, PasswordReset, Person
from balkancluster.members.people import find_by_email
from balkancluster.members.secrets import hash_secret, new_secret
from balkancluster.members.sessions import end_sessions
from balkancluster.members.states import enter_state

LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ResetLink:
    """Whom a link was made for, and its token, which only the letter may hold."""

    person: Person
    token: str


async def request_reset(session: AsyncSession, email: str) -> ResetLink | None:
    """Return a new link for the person of this address, or None where nobody may set a password."""
    person = await find_by_email(session, email)
    if person is None or person.state not in (ACTIVE, INVITED):
        return None
    return ResetLink(person, await make_reset(session, person.id))


async def make_reset(session: AsyncSession, person_id: int) -> str:
    """Return the token of a new link; earlier ones of this person end."""
    await session.execute(delete(PasswordReset).where(PasswordReset.person_id == person_id))
    now, token = await database_now(session), new_secret()
    session.add(
        PasswordReset(
            person_id=person_id, token_hash=hash_secret(token), created_at=now, expires_at=now + LIFETIME
        )
    )
    await session.flush()
    return token


async def find_reset(session: AsyncSession, token: str) -> PasswordReset:
    """Return the reset of a link, changing nothing. Raises Gone for one that cannot be used."""
    reset = await session.scalar(
        select(PasswordReset).where(
            PasswordReset.token_hash == hash_secret(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > await database_now(session),
        )
    )
    if reset is None:
        raise Gone
    return reset


async def reset_password(session: AsyncSession, token: str, password_hash: str) -> Person:
    """Set the password, use the link up and end every session of the person. Raises Gone."""
    reset = await find_reset(session, token)
    used = await session.scalar(
        update(PasswordReset)
        .where(PasswordReset.id == reset.id, PasswordReset.used_at.is_(None))
        .values(used_at=await database_now(session))
        .returning(PasswordReset.id)
        .execution_options(synchronize_session=False)
    )
    person = await session.get_one(Person, reset.person_id)
    if used is None or person.state not in (ACTIVE, INVITED):
        raise Gone
    person.password_hash = password_hash
    if person.state == INVITED:
        await enter_state(session, person, ACTIVE, person.id)
    await end_sessions(session, person.id)
    await audit.record(session, person.id, "password.reset", "person", person.id)
    return person
