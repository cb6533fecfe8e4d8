"""Making a backup of an installation that goes on running.

Everything is read in one transaction that sees the database as it was at its first look: what was committed
before is in the backup, what comes later is not, and nobody who posts waits for it.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import TableClause, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from balkancluster import __version__
from balkancluster.backup.archive import PAGE, OnRows, Rows, Writer
from balkancluster.backup.blobs import write_blobs
from balkancluster.backup.errors import BackupError
from balkancluster.backup.manifest import FORMAT, VERSION, Content, Keys, Manifest
from balkancluster.backup.newfile import write_new_file
from balkancluster.backup.shapes import Shape, find_shapes
from balkancluster.database import Database
from balkancluster.files.storage import Storage
from balkancluster.migrations.history import find_revision, is_known

OnCount = Callable[[int], OnRows]
"""Told how many rows there are, returns who is told of the rows that are done."""


async def make_backup(
    database: Database,
    path: Path,
    keys: Keys,
    now: datetime,
    on_count: OnCount,
    *,
    storage: Storage | None = None,
    replace: bool = False,
) -> Manifest:
    """Write a backup and return what is in it; `storage` is where the bytes of files are.

    Raises BackupError; there is no half of a backup then.
    """
    async with _snapshot(database) as connection:
        revision = await find_revision(connection)
        if revision is None:
            raise BackupError("There is nothing to keep: the database has no tables.")
        if not is_known(revision):
            raise BackupError("The database is of a newer version: use the program of that one.")
        shapes = find_shapes(revision)
        on_rows = on_count(sum([await _count(connection, shape.table()) for shape in shapes]))
        with write_new_file(path, replace=replace) as stream, Writer(stream, now) as writer:
            contents = [await _write_table(connection, shape, writer, on_rows) for shape in shapes]
            blobs = await write_blobs(connection, shapes, storage, writer)
            kind = connection.dialect.name
            manifest = Manifest(
                FORMAT, VERSION, now, __version__, kind, revision, tuple(contents), keys, blobs
            )
            writer.finish(manifest)
    return manifest


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    async with database.engine.connect() as connection:
        if not database.is_sqlite:
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        await connection.rollback()


async def _count(connection: AsyncConnection, table: TableClause) -> int:
    return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def _write_table(connection: AsyncConnection, shape: Shape, writer: Writer, on_rows: OnRows) -> Content:
    with writer.table(shape) as file:
        async for rows in _read_table(connection, shape):
            file.write(rows)
            on_rows(len(rows))
    return file.content()


async def _read_table(connection: AsyncConnection, shape: Shape) -> AsyncIterator[Rows]:
    """Yield the rows in the order of their key: no page is ever read twice, and memory holds one."""
    table = shape.table()
    key = tuple_(*(table.c[name] for name in shape.key))
    places = [[column.name for column in shape.columns].index(name) for name in shape.key]
    statement = select(table).order_by(*(table.c[name] for name in shape.key)).limit(PAGE)
    wanted = statement
    while rows := [tuple(row) for row in (await connection.execute(wanted)).all()]:
        yield rows
        last = [rows[-1][place] for place in places]
        wanted = statement.where(key > tuple_(*last))
