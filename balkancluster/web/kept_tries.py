"""Tries that are counted in the database: exact over all processes, and nobody is forgiven by a restart.

For what is rare, slow anyway and worth a thousand guesses: passwords. A key is a keyed hash, so that the
table says of nobody that they tried. It is a table of moments: what no longer counts is removed every hour.
"""

import math
import time
from datetime import datetime, timedelta

from sqlalchemy import JSON, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Database, database_now, is_sqlite
from balkancluster.errors import TooMany

FORGET_EVERY = 3600.0
"""How many seconds pass between two times that old tries are removed."""

MOST_REFUSED = 10_000


class KeptTries(Base):
    """When the tries of one key were, in seconds of the epoch by the clock of the database."""

    __tablename__ = "kept_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[list[float]] = mapped_column(JSON)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class KeptLimits:
    """Limits whose tries are in the database.

    Who is refused is refused from memory until the oldest of the tries is over: a flood of guesses must not
    become a flood of transactions.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._refused: dict[str, float] = {}

    async def ensure_below(self, key: str, times: int, seconds: int) -> None:
        """Count one try. Raises TooMany, and counts nothing, when that is one too many."""
        now = time.monotonic()
        if self._refused.get(key, 0.0) > now:
            raise TooMany(max(1, math.ceil(self._refused[key] - now)))
        async with self._database.write() as session:
            wait = await _count(session, key, times, seconds)
        if wait is None:
            self._refused.pop(key, None)
            return
        if len(self._refused) >= MOST_REFUSED:
            self._refused = {one: until for one, until in self._refused.items() if until > now}
        self._refused[key] = now + wait
        raise TooMany(max(1, math.ceil(wait)))

    async def forgive(self, key: str) -> None:
        """Forget the tries of a key."""
        self._refused.pop(key, None)
        async with self._database.write() as session:
            await session.execute(delete(KeptTries).where(KeptTries.key == key))


async def forget_old_tries(database: Database) -> None:
    """Remove what no longer counts; several processes may do it at once."""
    async with database.write() as session:
        await session.execute(delete(KeptTries).where(KeptTries.ends_at < await database_now(session)))


async def _count(session: AsyncSession, key: str, times: int, seconds: int) -> float | None:
    """Add a try, or return for how many seconds no other counts. Others wait for the row meanwhile."""
    moment = await database_now(session)
    insert = sqlite_insert if is_sqlite(session) else postgresql_insert
    row = insert(KeptTries).values(key=key, times=[], ends_at=moment)
    await session.execute(row.on_conflict_do_nothing())
    kept = await session.scalar(select(KeptTries).where(KeptTries.key == key).with_for_update())
    assert kept is not None
    now = moment.timestamp()
    tries = [at for at in kept.times if at > now - seconds]
    if len(tries) >= times:
        return max(0.0, tries[0] + seconds - now)
    kept.times = sorted([*tries, now])
    kept.ends_at = moment + timedelta(seconds=seconds)
    await session.flush()
    return None
