"""Bringing a database to the tables of this version, and knowing whether it is there."""

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from balkancluster.database import Database


def _config(connection: Connection) -> Config:
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


async def migrate(database: Database) -> None:
    """Apply every migration that this database does not have yet."""
    await _run(database, lambda connection: command.upgrade(_config(connection), "head"))


async def is_migrated(database: Database) -> bool:
    """Whether this database has the tables of this version."""

    def compare(connection: Connection) -> bool:
        script = ScriptDirectory.from_config(_config(connection))
        return MigrationContext.configure(connection).get_current_revision() == script.get_current_head()

    return bool(await _run(database, compare))


async def write_migration(database: Database, message: str) -> None:
    """Write a new migration file that makes this database equal to the models; for developers."""
    await _run(database, lambda connection: command.revision(_config(connection), message, autogenerate=True))
