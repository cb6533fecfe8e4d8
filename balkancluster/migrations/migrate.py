"""Bringing a database to the tables of this version, and knowing whether it is there."""

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from balkancluster.database import Database


class NewerDatabaseError(Exception):
    """A later version of the program has migrated this database."""


def configure(connection: Connection | None) -> Config:
    """Return what a command of Alembic needs to know, with the connection that it works on."""
    config = Config()
    config.set_main_option("script_location", "balkancluster:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _run(database: Database, work: Callable[[Connection], Any]) -> Any:
    async with database.engine.connect() as connection:
        result = await connection.run_sync(work)
        await connection.commit()
        return result


async def migrate(database: Database, revision: str = "head") -> None:
    """Apply every migration that this database does not have yet, up to a revision.

    Raises NewerDatabaseError for a database that a later version has migrated.
    """
    if await is_newer(database):
        raise NewerDatabaseError
    await _run(database, lambda connection: command.upgrade(configure(connection), revision))


async def is_migrated(database: Database) -> bool:
    """Whether this database has the tables of this version, or of a later one.

    A version never takes away what the one before it needs, so that nodes of both can serve at once.
    """

    def compare(connection: Connection) -> bool:
        script = ScriptDirectory.from_config(configure(connection))
        return MigrationContext.configure(connection).get_current_revision() == script.get_current_head()

    return bool(await _run(database, compare)) or await is_newer(database)


async def is_newer(database: Database) -> bool:
    """Whether a later version has migrated this database: to something that is not known here."""

    def look(connection: Connection) -> bool:
        script = ScriptDirectory.from_config(configure(connection))
        known = {found.revision for found in script.walk_revisions()}
        return MigrationContext.configure(connection).get_current_revision() not in {None, *known}

    return bool(await _run(database, look))


async def write_migration(database: Database, message: str) -> None:
    """Write a new migration file that makes this database equal to the models; for developers."""
    await _run(
        database, lambda connection: command.revision(configure(connection), message, autogenerate=True)
    )
