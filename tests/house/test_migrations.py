"""The migrations make exactly the tables that the models describe, on both databases."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from balkancluster.database import Database
from balkancluster.migrations.migrate import NewerDatabaseError, is_migrated, migrate
from balkancluster.migrations.tables import TABLES, is_modelled


def find_differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": is_modelled}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), TABLES)
    return found


async def test_the_migrations_equal_the_models(database_url: str) -> None:
    database = Database(database_url)
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(find_differences)
    await database.close()
    assert differences == []


async def test_a_missing_column_would_be_noticed(database_url: str) -> None:
    database = Database(database_url)
    async with database.write() as session:
        await session.execute(text("ALTER TABLE message RENAME COLUMN body TO words"))
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(find_differences)
    await database.close()
    assert {difference[0] for difference in differences} == {"add_column", "remove_column"}


async def test_a_database_knows_whether_it_is_migrated(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    assert not await is_migrated(database)
    await migrate(database)
    assert await is_migrated(database)
    await database.close()


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database)
    assert await is_migrated(database)
    await database.close()


async def test_a_database_of_a_later_version_is_served_but_not_migrated(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert await is_migrated(database)
    with pytest.raises(NewerDatabaseError):
        await migrate(database)
