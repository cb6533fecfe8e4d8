"""Giving the directory back as a members file: what was imported comes out byte for byte."""

import csv
from collections.abc import AsyncIterator
from io import StringIO

from sqlalchemy import select

from balkancluster.database import Database
from balkancluster.members import organisation_storage as storage
from balkancluster.members.organisation_columns import COLUMNS
from balkancluster.members.organisation_models import REMOVED, Organisation
from balkancluster.members.organisation_rows import write_row

PAGE = 500


async def export_organisations(database: Database) -> AsyncIterator[bytes]:
    """Yield the file in pieces, in the order in which organisations came (RFC 4180, UTF-8, no mark).

    Whoever was taken off the list is not in the file either.
    """
    yield _lines([list(COLUMNS)])
    last = 0
    while True:
        async with database.read() as session:
            query = select(Organisation).where(Organisation.id > last, Organisation.standing != REMOVED)
            query = query.order_by(Organisation.id).limit(PAGE)
            page = await storage.with_profiles(session, (await session.scalars(query)).all())
        if not page:
            return
        last = page[-1].organisation.id
        yield _lines([write_row(stored.profile) for stored in page])


def _lines(rows: list[list[str]]) -> bytes:
    with StringIO(newline="") as buffer:
        csv.writer(buffer).writerows(rows)
        return buffer.getvalue().encode()
