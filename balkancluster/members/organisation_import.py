"""Taking a members file into the directory: whole rows, in batches, so that talk goes on meanwhile."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, database_now
from balkancluster.members import organisation_storage as storage
from balkancluster.members.organisation_file import MembersFile
from balkancluster.members.organisation_models import LISTED
from balkancluster.members.organisation_models import MEMBER as MEMBER_STANDING
from balkancluster.members.organisation_profiles import Profile
from balkancluster.members.organisation_rows import Fault, Row

BATCH = 200


@dataclass(slots=True)
class ImportReport:
    """How many organisations were created, updated and left alone, and the faults of the rest."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    faults: list[Fault] = field(default_factory=list)


async def import_organisations(
    database: Database,
    file: MembersFile,
    *,
    dry_run: bool = False,
    on_line: Callable[[int], None] = lambda line: None,
) -> ImportReport:
    """Bring the directory to what the file says, and report; a dry run reports the same and writes nothing.

    Every batch of rows is a transaction of its own. What is there already is left alone, so that running
    again completes an import that was interrupted. `on_line` is told the last line of each batch.
    """
    report = ImportReport()
    for batch in _batches(file.rows()):
        began = time.monotonic()
        async with database.read() if dry_run else database.write() as session:
            await _Batch(session, report, dry_run).take(batch)
        on_line(batch[-1].line)
        # Whoever waits to write gets as much time as this batch took.
        await asyncio.sleep(0 if dry_run else time.monotonic() - began)
    return report


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


class _Batch:
    """The rows of one transaction."""

    def __init__(self, session: AsyncSession, report: ImportReport, dry_run: bool) -> None:
        self._session = session
        self._report = report
        self._dry_run = dry_run

    async def take(self, rows: list[Row]) -> None:
        """Store what is new or other than before, and count."""
        codes = [row.profile.code for row in rows if row.profile]
        known = await storage.find_by_codes(self._session, codes)
        for row in rows:
            if row.profile is None:
                self._reject(row.faults)
            else:
                await self._take_one(row, row.profile, known.get(row.profile.code))

    async def _take_one(self, row: Row, profile: Profile, known: storage.Stored | None) -> None:
        if row.gaps and not (known and known.organisation.standing == MEMBER_STANDING):
            self._reject(row.gaps)
        elif known is None:
            await self._create(profile)
        else:
            await self._update(known, profile.updated_from(known.profile))

    def _reject(self, faults: list[Fault]) -> None:
        self._report.rejected += 1
        self._report.faults += faults

    async def _create(self, profile: Profile) -> None:
        self._report.created += 1
        if not self._dry_run:
            await storage.add(self._session, profile, LISTED, await database_now(self._session))

    async def _update(self, known: storage.Stored, profile: Profile) -> None:
        if profile == known.profile and known.is_current:
            self._report.unchanged += 1
            return
        self._report.updated += 1
        if not self._dry_run:
            now = await database_now(self._session)
            await storage.change(self._session, known.organisation, profile, now)
