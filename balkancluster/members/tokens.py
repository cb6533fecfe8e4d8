"""Bearer tokens of programs (RFC 6750): shown once, scoped, with an end, ended with their person."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit, clock
from balkancluster.database import database_now
from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.members.models import Person, Token
from balkancluster.members.secrets import hash_secret, new_secret
from balkancluster.members.sign_in import ensure_active

PREFIX = "bct_"
"""Lets people and scanners of leaked secrets see what they found."""

SCOPES = ("rooms:read", "rooms:write", "partners:read")
DEFAULT_DAYS = 90
LONGEST_DAYS = 366


async def create_token(
    session: AsyncSession,
    person: Person,
    scopes: list[str],
    days: int = DEFAULT_DAYS,
    actor_id: int | None = None,
) -> str:
    """Make a token of this person and return it: the only time that anybody sees it. Raises Invalid."""
    _ensure_scopes(scopes)
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("A token lives 1 to %(days)s days.", days=LONGEST_DAYS), field="days")
    ensure_active(person)
    now = await database_now(session)
    secret = new_secret(PREFIX)
    token = Token(
        person_id=person.id,
        token_hash=hash_secret(secret),
        scopes=" ".join(scope for scope in SCOPES if scope in scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    await session.flush()
    await audit.record(
        session, actor_id, "token.created", "token", token.id, person=person.id, scopes=token.scopes
    )
    return secret


def _ensure_scopes(scopes: list[str]) -> None:
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise Invalid(_("There is no scope %(scope)s.", scope=unknown[0]), field="scopes")
    if not scopes:
        raise Invalid(_("Name at least one scope."), field="scopes")


def _alive(now: Any) -> ColumnElement[bool]:
    return and_(Token.revoked_at.is_(None), Token.expires_at > now)


ALIVE = _alive(bindparam("now"))
"""The condition of a token that is neither revoked nor past its end, for a statement built once."""


def is_alive() -> ColumnElement[bool]:
    """Return ALIVE for this moment, for a statement that is built each time."""
    return _alive(clock.now())


async def find_tokens(session: AsyncSession, person_id: int) -> list[Token]:
    """Return the living tokens of a person, the newest first."""
    statement = select(Token).where(Token.person_id == person_id, is_alive())
    return list(await session.scalars(statement.order_by(Token.id.desc())))


async def revoke_token(session: AsyncSession, token_id: int, actor_id: int | None = None) -> None:
    """End one token. Raises NotFound when there is no living one of this id."""
    if not await _revoke(session, actor_id, Token.id == token_id):
        raise NotFound


async def revoke_tokens_of(session: AsyncSession, person_id: int, actor_id: int | None = None) -> None:
    """End every token of a person."""
    await _revoke(session, actor_id, Token.person_id == person_id)


async def _revoke(session: AsyncSession, actor_id: int | None, which: ColumnElement[bool]) -> list[int]:
    revoked = await session.scalars(
        update(Token)
        .where(Token.revoked_at.is_(None), which)
        .values(revoked_at=await database_now(session))
        .returning(Token.id)
        .execution_options(synchronize_session=False)
    )
    token_ids = list(revoked)
    for token_id in token_ids:
        await audit.record(session, actor_id, "token.revoked", "token", token_id)
    return token_ids
