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
from balkancluster.members.organisation_models import LISTED, MEMBER, REMOVED, Organisation
from balkancluster.members.organisation_profiles import Profile
from balkancluster.members.organisation_rows import Fault, Row

BATCH = 100


@dataclass(slots=True)
class ImportReport:
    """How many organisations were created, updated and left alone, and the faults of the rest.

    `removed` are the ids of those that were taken off the list: the file does not bring them back.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    removed: list[str] = field(default_factory=list)
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
            await _take(session, batch, report, dry_run)
        on_line(batch[-1].line)
        # Whoever waits to write gets as much time as this batch took.
        await asyncio.sleep(0 if dry_run else time.monotonic() - began)
    return report


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


async def _take(session: AsyncSession, rows: list[Row], report: ImportReport, dry_run: bool) -> None:
    codes = [row.profile.code for row in rows if row.profile]
    known = await storage.find_by_codes(session, codes)
    batch = _Batch(report)
    for row in rows:
        batch.sort(row, known.get(row.profile.code) if row.profile else None)
    if not dry_run:
        await batch.store(session)


class _Batch:
    """The rows of one transaction, sorted into what is new, what is other than before, and the rest."""

    def __init__(self, report: ImportReport) -> None:
        self._report = report
        self.created: list[Profile] = []
        self.updated: list[tuple[Organisation, Profile]] = []

    def sort(self, row: Row, known: storage.Stored | None) -> None:
        """Decide what becomes of a row, and count it; `known` is what is stored under its id."""
        if row.profile is None:
            self._reject(row.faults)
        elif known and known.organisation.standing == REMOVED:
            self._report.removed.append(row.profile.code)
        elif row.gaps and not (known and known.organisation.standing == MEMBER):
            self._reject(row.gaps)
        elif known is None:
            self._report.created += 1
            self.created.append(row.profile)
        else:
            self._compare(known, row.profile.updated_from(known.profile))

    def _reject(self, faults: list[Fault]) -> None:
        self._report.rejected += 1
        self._report.faults += faults

    def _compare(self, known: storage.Stored, profile: Profile) -> None:
        if profile == known.profile and known.is_current:
            self._report.unchanged += 1
            return
        self._report.updated += 1
        self.updated.append((known.organisation, profile))

    async def store(self, session: AsyncSession) -> None:
        """Write what is new or other."""
        if self.created or self.updated:
            now = await database_now(session)
            await storage.add(session, self.created, LISTED, now)
            await storage.change(session, self.updated, now)
