"""The database that a backup is put into: it must be empty, and it is filled in one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from balkancluster.backup.errors import BackupError
from balkancluster.backup.shapes import find_shapes
from balkancluster.database import Database
from balkancluster.migrations.history import VERSIONS, find_newest, find_revision, is_known
from balkancluster.sqlite import ThreadedConnection
from balkancluster.textindex.indexes import is_index_table

# Two restores into one database wait for each other, and the second finds it full. Any number would do.
LOCK = 7_150_204_024


@asynccontextmanager
async def target_of(database: Database) -> AsyncIterator[AsyncConnection]:
    """Begin the one transaction of a restore: all of it is done at the end of the block, or nothing."""
    async with database.engine.connect() as connection:
        if database.is_sqlite:
            await connection.execution_options(immediate=True)
            # Only outside of a transaction. Each row would be looked at as it comes, and again for each that
            # points to it: with 200,000 messages that took minutes. ensure_whole() looks at all of them once.
            await _set_foreign_keys(connection, "OFF")
        try:
            async with connection.begin():
                if not database.is_sqlite:
                    await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
                yield connection
        finally:
            if database.is_sqlite:
                await _set_foreign_keys(connection, "ON")


async def _set_foreign_keys(connection: AsyncConnection, state: str) -> None:
    opened = cast(ThreadedConnection, (await connection.get_raw_connection()).driver_connection)
    await opened.visit(lambda inner: inner.execute(f"PRAGMA foreign_keys = {state}").close())


async def ensure_empty(connection: AsyncConnection) -> None:
    """Take empty tables of ours away; refuse a database with anything else in it. Raises BackupError."""
    revision = await find_revision(connection)
    if revision is not None and not is_known(revision):
        raise BackupError("The database is of a newer version: use the program of that one.")
    known = {shape.name for shape in find_shapes(revision or find_newest())}
    await connection.run_sync(_drop_empty, known)


def _drop_empty(connection: Connection, known: set[str]) -> None:
    found = [name for name in inspect(connection).get_table_names() if name != VERSIONS]
    names = [name for name in found if not is_index_table(name)]
    if not set(names) <= known:
        raise BackupError("The database holds tables of something else: a backup needs an empty one.")
    for name in names:
        if connection.execute(select(text("1")).select_from(table(name)).limit(1)).first():
            raise BackupError("The database is in use already: a backup is put back into an empty one only.")
    if names:
        # A table of FTS5 takes those behind it along, whose names only begin as its own does.
        _drop(connection, [*names, *sorted(set(found) - set(names)), VERSIONS])


def _drop(connection: Connection, names: list[str]) -> None:
    quoted = [connection.dialect.identifier_preparer.quote(name) for name in names]
    # PostgreSQL drops tables that point to each other in one statement only; SQLite looks at rows alone.
    lists = quoted if connection.dialect.name == "sqlite" else [", ".join(quoted)]
    for listed in lists:
        connection.execute(text(f"DROP TABLE IF EXISTS {listed}"))


async def take_foreign_keys(connection: AsyncConnection) -> list[str]:
    """Take the foreign keys of PostgreSQL away while rows come in; return what puts them back.

    It looks at each row as it comes, and there are rows that point to others that come later.
    """
    if connection.dialect.name == "sqlite":
        return []
    found = (await connection.execute(text(_FOREIGN_KEYS))).all()
    for name, key, _definition in found:
        await connection.execute(text(f"ALTER TABLE {name} DROP CONSTRAINT {key}"))
    return [f"ALTER TABLE {name} ADD CONSTRAINT {key} {definition}" for name, key, definition in found]


_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname
"""


async def ensure_whole(connection: AsyncConnection) -> None:
    """Refuse rows of SQLite that point nowhere; PostgreSQL has looked when it got its keys back."""
    if connection.dialect.name == "sqlite":
        loose = (await connection.execute(text("PRAGMA foreign_key_check"))).first()
        if loose:
            raise BackupError(f"The database refuses what is in the backup: {loose[0]} points nowhere.")


async def raise_sequences(connection: AsyncConnection) -> None:
    """Let PostgreSQL number new rows after the highest that came; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for name, column, sequence in (await connection.execute(text(_SEQUENCES))).all():
        highest = (
            f"SELECT setval(CAST(:sequence AS regclass), max({column})) FROM {name} HAVING max({column}) > 0"  # noqa: S608
        )
        await connection.execute(text(highest), {"sequence": sequence})


_SEQUENCES = """
    SELECT quote_ident(table_name), quote_ident(column_name),
           pg_get_serial_sequence(quote_ident(table_name), column_name)
    FROM information_schema.columns
    WHERE table_schema = current_schema()
      AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL
"""
