"""Engines of the two databases: how many connections, how they are prepared, and how long anybody waits."""

from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from balkancluster.sqlite import BEGIN, BEGIN_IMMEDIATE, Driver
from balkancluster.sqlite import Connection as SqliteConnection
from balkancluster.sqlite import Cursor as SqliteCursor

LATER = "later"
"""The option of a statement of SQLite that may wait for the next visit to the connection's thread."""

AT_ONCE = "at_once"
"""The option of an engine of SQLite whose short reads need no visit: not for SQLAlchemy's AsyncConnection,
which refuses a driver that does not wait."""

CONNECTIONS = 8
CONNECTIONS_TO_SERVER = 10
CONNECT_SECONDS = 5.0
SERVING: dict[str, Any] = {
    "timeout": CONNECT_SECONDS,
    "command_timeout": 10.0,
    "server_settings": {"lock_timeout": "1000"},
}
"""How long people wait: for a connection, for a statement, and (ms) for a row that somebody else holds."""


def create_engine(url: str, *, is_durable: bool, is_serving: bool) -> AsyncEngine:
    """Return the engine of a URL; nothing is connected yet."""
    if url.startswith("sqlite"):
        return _create_sqlite(url, is_durable)
    return _create_postgresql(url, is_serving)


def _create_postgresql(url: str, is_serving: bool) -> AsyncEngine:
    patience = SERVING if is_serving else {"timeout": CONNECT_SECONDS}
    return create_async_engine(
        url,
        connect_args=patience,
        pool_size=CONNECTIONS_TO_SERVER,
        max_overflow=5,
        pool_timeout=5,
        pool_use_lifo=True,
    )


def _create_sqlite(url: str, is_durable: bool) -> AsyncEngine:
    pragmas = (
        "journal_mode=WAL",
        f"synchronous={'FULL' if is_durable else 'OFF'}",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    )

    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    engine = create_async_engine(
        url, module=Driver(), pool_size=CONNECTIONS, max_overflow=2, pool_timeout=5, pool_use_lifo=True
    )
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "do_execute", _leave_for_later)
    event.listen(engine.sync_engine, "do_executemany", _leave_for_later)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    opened = cast(SqliteConnection, connection.connection.dbapi_connection)
    statement = BEGIN_IMMEDIATE if options.get("immediate") else BEGIN
    opened.begin(statement, reads_at_once=AT_ONCE in options)


def _leave_for_later(
    cursor: SqliteCursor, statement: str, parameters: Any, context: DefaultExecutionContext
) -> bool:
    """Whether the driver has taken a statement for its next visit."""
    if not context.execution_options.get(LATER):
        return False
    cursor.leave(statement, parameters if context.executemany else [parameters])
    return True
