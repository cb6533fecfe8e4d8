"""Databases that backups are made of and put into, and what is in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from balkancluster import clock
from balkancluster.backup.archive import open_archive
from balkancluster.backup.making import make_backup
from balkancluster.backup.manifest import Keys, Manifest
from balkancluster.backup.renewal import Renewal
from balkancluster.backup.restoring import restore_backup
from balkancluster.backup.shapes import Shape, find_shapes
from balkancluster.database import Database
from balkancluster.migrations.history import find_newest
from tests.backup.files import SECRET, row_of

Everything = dict[str, list[dict[str, Any]]]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database and close it again."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


def url_of(database: Database) -> str:
    """Return the URL of an open database."""
    return database.engine.url.render_as_string(hide_password=False)


async def keep(url: str, file: Path) -> Manifest:
    """Make a backup of a database."""
    async with opened(url) as database:
        return await make_backup(database, file, Keys(SECRET), clock.now(), lambda _rows: _nobody)


async def put_back(file: Path, url: str, **options: Any) -> Renewal:
    """Check a backup and put it into a database."""
    with open_archive(file) as archive:
        archive.ensure_whole(_nobody)
        async with opened(url) as database:
            return await restore_backup(database, archive, _nobody, **options)


async def read_everything(url: str, revision: str = "") -> Everything:
    """Return every row of every table of a revision, sorted by key."""
    async with opened(url) as database, database.engine.connect() as connection:
        found: Everything = {}
        for shape in find_shapes(revision or find_newest()):
            rows = (await connection.execute(select(shape.table()))).mappings()
            found[shape.name] = sorted((dict(row) for row in rows), key=_key_of(shape))
        return found


async def fill(database: Database, revision: str) -> None:
    """Put one row into each table of a revision; all of them point to each other."""
    async with database.engine.connect() as connection:
        shapes = {shape.name: shape for shape in find_shapes(revision)}
        for name in [*FIRST, *sorted(set(shapes) - set(FIRST))]:
            values = row_of(shapes[name])
            await connection.execute(insert(shapes[name].table()).values(values))
        await connection.commit()


FIRST = ("stream", "person", "organisation", "room", "topic", "message")
"""Tables that others point to."""


def _key_of(shape: Shape) -> Any:
    return lambda row: tuple(str(row[name]).rjust(20) for name in shape.key)


def _nobody(_rows: int) -> None:
    """Nobody looks how far it is."""
