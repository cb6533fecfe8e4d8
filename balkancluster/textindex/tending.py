"""What the index needs beside the requests: to be filled after an update or a restore, and to be merged.

FTS5 keeps what each commit wrote as a segment of its own. Left to itself it merges many of them within
some unlucky commit, which then takes 50 ms; so it is told not to, and does it here, a little at a time.
"""

import time
from functools import partial

from sqlalchemy import text

from balkancluster.database import Database
from balkancluster.textindex.filling import Sources, fill_step
from balkancluster.textindex.indexes import INDEXES, Index

TEND_EVERY = 0.5
WORK_SECONDS = 0.5
"""How long a round goes on at most, so that a process that stops does not wait for it."""

PAGES = 64
"""How much is merged at once, in pages of 4 KB."""


class Tending:
    """The rounds of one process over all indexes."""

    def __init__(self, database: Database, sources: Sources) -> None:
        self._database = database
        self._unfilled = dict(sources)
        self._unmerged = dict.fromkeys(INDEXES) if database.is_sqlite else {}
        for index in self._unmerged:
            database.after_writes([index.table], partial(self._unmerged.setdefault, index))

    async def tend(self) -> None:
        """Do a part of what is to be done."""
        end = time.monotonic() + WORK_SECONDS
        while self._unfilled and time.monotonic() < end:
            index = next(iter(self._unfilled))
            if await fill_step(self._database, index, self._unfilled[index]) is None:
                del self._unfilled[index]
        for index in list(self._unmerged):
            if await self._merge(index, end):
                del self._unmerged[index]

    async def _merge(self, index: Index, end: float) -> bool:
        """Merge segments of an index of SQLite until they are few; return whether that was done in time."""
        while await merge_step(self._database, index):
            if time.monotonic() > end:
                return False
        return True


async def merge_step(database: Database, index: Index) -> bool:
    """Merge a little; return whether there was anything to do, as FTS5 documents it: fewer than 2 changes."""
    order = text(f"INSERT INTO {index.table} ({index.table}, rank) VALUES ('merge', {PAGES})")  # noqa: S608 - ours
    changes = text("SELECT total_changes()")
    async with database.write() as session:
        before = (await session.execute(changes)).scalar_one()
        await session.execute(order)
        return bool((await session.execute(changes)).scalar_one() - before >= 2)
