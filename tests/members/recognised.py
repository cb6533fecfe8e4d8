"""Whom one cookie stands for, asked as the program asks it for many at once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.members.actors import find_by_sessions
from balkancluster.members.secrets import hash_secret


async def find_by_session(session: AsyncSession, token: str) -> tuple[Actor, datetime] | None:
    """Return the actor of a session cookie and when it was last seen, or None."""
    found = (await find_by_sessions(session, [hash_secret(token)])).get(hash_secret(token))
    return (found.actor, found.seen_at) if found and found.seen_at else None
