"""Signing in by address and password: one answer and one amount of work, whoever the address belongs to."""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.members.models import ACTIVE, SUSPENDED, Person
from balkancluster.members.passwords import hash_password, is_outdated, is_right
from balkancluster.members.sessions import begin_session, end_session_of

logger = logging.getLogger("balkancluster.members")


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody signs in: what the browser says of itself, and its address."""

    user_agent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser gets: the token for its cookie, and the person's locale."""

    token: str
    locale: str | None


async def sign_in(
    database: Database, email: str, password: str, device: Device, replaces: str | None = None
) -> SignedIn:
    """Begin a session for who knows the password. Raises Invalid.

    `replaces` is the token that the browser had before: it ends, so that nobody can plant one.
    """
    async with database.read() as session:
        person = await session.scalar(select(Person).where(Person.email == email.strip().lower()))
    # No transaction is open while the hash is computed.
    if not await is_right(password, person.password_hash if person else None) or person is None:
        logger.warning("sign-in refused", extra={"address": device.address})
        raise Invalid(_("E-mail and password do not match. Check the keyboard layout."), field="password")
    ensure_active(person)
    renewed = await hash_password(password) if is_outdated(person.password_hash or "") else None
    async with database.write() as session:
        if renewed:
            await _store_renewed_hash(session, person.id, renewed)
        return await begin_for(session, person, device, replaces)


def ensure_active(person: Person) -> None:
    """Refuse who has proven to be this person, but may not come in now. Raises Invalid."""
    if person.state == SUSPENDED:
        raise Invalid(_("This account is suspended. Write to the coordinator of the network."))
    if person.state != ACTIVE:
        raise Invalid(_("This account is not open. Ask the coordinator for an invitation."))


async def begin_for(
    session: AsyncSession, person: Person, device: Device, replaces: str | None = None
) -> SignedIn:
    """Begin a session for a person who was recognised by other means, such as an invitation."""
    if replaces:
        await end_session_of(session, replaces)
    token = await begin_session(session, person.id, device.user_agent, device.address)
    logger.info("signed in", extra={"person": person.id, "address": device.address})
    return SignedIn(token, person.locale)


async def _store_renewed_hash(session: AsyncSession, person_id: int, renewed: str) -> None:
    person = await session.get_one(Person, person_id)
    person.password_hash = renewed
