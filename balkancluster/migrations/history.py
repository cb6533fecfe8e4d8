"""What the migrations know without a database of their own: revisions, and the tables that each makes."""

from collections.abc import Callable
from typing import TypeVar

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.ext.asyncio import AsyncConnection

from balkancluster.migrations.migrate import configure

Result = TypeVar("Result")

VERSIONS = "alembic_version"
"""The table in which a database keeps its revision."""


def is_known(revision: str) -> bool:
    """Whether this version has the migration that made a revision."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def find_newest() -> str:
    """Return the revision of this version."""
    return str(_scripts().get_current_head())


def make_tables(revision: str, work: Callable[[Connection], Result]) -> Result:
    """Do some work on an empty database with the tables of a revision, which is forgotten afterwards."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            command.upgrade(configure(connection), revision)
            return work(connection)
    finally:
        engine.dispose()


async def find_revision(connection: AsyncConnection) -> str | None:
    """Return the revision of a database as a transaction sees it, None where there are no tables of ours."""
    return await connection.run_sync(lambda inner: MigrationContext.configure(inner).get_current_revision())


async def upgrade_within(connection: AsyncConnection, revision: str) -> None:
    """Migrate up to a revision as a part of the caller's transaction, which has begun."""
    await connection.run_sync(lambda inner: command.upgrade(configure(inner), revision))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(configure(None))
