"""Browser sessions: begun at sign-in, listed and ended by their owner, ended by time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import clock
from balkancluster.database import database_now
from balkancluster.errors import NotFound
from balkancluster.members.models import SignIn
from balkancluster.members.secrets import hash_secret, new_secret

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=60)
TOUCH_EVERY = timedelta(hours=1)
"""How stale `seen_at` may be: a request that only reads shall not write each time."""

USER_AGENT_LENGTH = 300


async def begin_session(session: AsyncSession, person_id: int, user_agent: str, address: str) -> str:
    """Begin a session and return its token, which is stored nowhere here."""
    now = await database_now(session)
    token = new_secret()
    session.add(
        SignIn(
            person_id=person_id,
            token_hash=hash_secret(token),
            created_at=now,
            authenticated_at=now,
            seen_at=now,
            expires_at=now + ABSOLUTE,
            user_agent=user_agent[:USER_AGENT_LENGTH],
            address=address,
        )
    )
    await session.flush()
    return token


def _alive(now: Any, used_since: Any) -> ColumnElement[bool]:
    return and_(SignIn.revoked_at.is_(None), SignIn.expires_at > now, SignIn.seen_at > used_since)


ALIVE = _alive(bindparam("now"), bindparam("used_since"))
"""The condition of a session that is neither ended, nor too old, nor long unused; `life` has its values."""


def life() -> dict[str, datetime]:
    """Return the values of ALIVE for this moment."""
    now = clock.now()
    return {"now": now, "used_since": now - IDLE}


def is_alive() -> ColumnElement[bool]:
    """Return ALIVE with its values, for a statement that is built each time."""
    return _alive(**life())


async def find_sessions(session: AsyncSession, person_id: int) -> list[SignIn]:
    """Return the living sessions of a person, the latest used first."""
    statement = select(SignIn).where(SignIn.person_id == person_id, is_alive())
    return list(await session.scalars(statement.order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


async def end_session(session: AsyncSession, person_id: int, session_id: int) -> None:
    """End one session of this person. Raises NotFound for somebody else's, or one that has ended."""
    if not await _end(session, SignIn.person_id == person_id, SignIn.id == session_id):
        raise NotFound


async def end_session_of(session: AsyncSession, token: str) -> int | None:
    """End the session of this token and return whose it was, or None where there is none."""
    ended = await _end(session, SignIn.token_hash == hash_secret(token))
    return ended[0] if ended else None


async def end_sessions(session: AsyncSession, person_id: int, except_id: int | None = None) -> int:
    """End all sessions of a person but one, and return how many that were."""
    return len(await _end(session, SignIn.person_id == person_id, SignIn.id != (except_id or 0)))


async def touch_session(session: AsyncSession, session_id: int) -> None:
    """Note that a session is in use."""
    await session.execute(
        update(SignIn).where(SignIn.id == session_id).values(seen_at=await database_now(session))
    )


async def _end(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[int]:
    """End these sessions and return whose each of them was."""
    ended = await session.scalars(
        update(SignIn)
        .where(SignIn.revoked_at.is_(None), *which)
        .values(revoked_at=await database_now(session))
        .returning(SignIn.person_id)
        .execution_options(synchronize_session=False)
    )
    return ended.all()
