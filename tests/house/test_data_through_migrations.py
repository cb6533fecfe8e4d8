"""A database that was in use under an earlier version keeps every row when it is migrated."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, DateTime, Integer, MetaData, insert, select

from balkancluster.database import Database
from balkancluster.migrations.migrate import is_migrated, migrate

WHEN = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]


def tables_of(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    tables.remove(tables.tables["alembic_version"])
    return tables


def value_for(column: Column[Any]) -> object:
    """Every number is 1, so that whatever points to another row finds it."""
    match column.type:
        case Boolean():
            return True
        case Integer():
            return 1
        case DateTime():
            return WHEN
        case JSON():
            return {"role": "admin"}
        case _:
            return f"Ћуприја · {column.name}"


def fill(connection: Connection) -> None:
    for table in tables_of(connection).sorted_tables:
        connection.execute(insert(table), {column.name: value_for(column) for column in table.columns})


def read(connection: Connection) -> Rows:
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in tables_of(connection).sorted_tables
    }


async def test_what_was_said_under_the_first_version_is_all_there(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await migrate(database, "0001")
    async with database.engine.connect() as connection:
        await connection.run_sync(fill)
        await connection.commit()
        before = await connection.run_sync(read)
    assert {"person", "room", "topic", "message", "event", "organisation", "mail"} < set(before)
    assert all(len(rows) == 1 for rows in before.values())
    await migrate(database)
    assert await is_migrated(database)
    async with database.engine.connect() as connection:
        after = await connection.run_sync(read)
    await database.close()
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows, name
    assert after["person"][0]["shows_presence"] in (True, 1)
    assert after["room"][0]["archived_at"] is None
    assert after["topic"][0]["closed_at"] is None
