"""Rows of PostgreSQL that somebody else holds: which they are, and how long to wait for them."""

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import fetch
from balkancluster.realtime.models import Stream

_FREE = (
    select(Stream.id)
    .where(Stream.id.in_(bindparam("streams", expanding=True)))
    .order_by(Stream.id)
    .with_for_update(skip_locked=True)
)
_EXISTING = select(Stream.id).where(Stream.id.in_(bindparam("streams", expanding=True)))
_WAIT_LONGER = text("SET LOCAL lock_timeout = '3s'")


async def find_held(session: AsyncSession, streams: set[int]) -> set[int]:
    """Return those of these streams whose counters somebody else holds just now."""
    free = {row.id for row in await fetch(session, _FREE, streams=sorted(streams))}
    existing = {row.id for row in await fetch(session, _EXISTING, streams=sorted(streams))}
    return existing - free


async def wait_longer(session: AsyncSession) -> None:
    """Wait for rows in this transaction as long as a person waits for an answer."""
    await session.execute(_WAIT_LONGER)
