"""The database: one URL, SQLite or PostgreSQL, short transactions, one writer at a time on SQLite."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Row, String, event, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Sort keys are made to be compared letter by letter; PostgreSQL would otherwise use the locale of the server.
SortKey = String().with_variant(String(collation="C"), "postgresql")

AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns were selected."""

# SQLite numbers rows by itself only for a column declared INTEGER PRIMARY KEY.
Key = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time on both databases; SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they would mean something else on every server."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite dropped."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of all tables; types of Python decide types of columns."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime(), int: Key}  # noqa: RUF012


class Installation(Base):
    """The one row that says what this database is for: "network", or "demo", which never serves people."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    purpose: Mapped[str]


def new_id() -> str:
    """Return a UUID of version 7 (RFC 9562, section 5.7): unique anywhere, sorted by time."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


class Database:
    """An engine, and the two ways into it: read() and write().

    `is_durable` False lets SQLite answer before the disk has what was committed: only for what can be made
    again, such as an invented past.
    """

    def __init__(self, url: str, *, is_durable: bool = True) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _create_sqlite(url, is_durable) if self.is_sqlite else _create_postgresql(url)
        self._readers = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._writer = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that changes nothing."""
        async with self._readers() as session:
            yield session

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end of the block, rolled back when it raises.

        On SQLite it begins IMMEDIATE, so that reading before writing can never meet SQLITE_BUSY in the
        middle; writers of this process wait for each other here instead of spinning on the file's lock.
        """
        async with self._writer, self._readers() as session:
            await session.connection(execution_options={"immediate": True})
            yield session
            await session.commit()

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def insert_or_raise(
    session: AsyncSession, table: type[Base], rows: list[dict[str, Any]], *, keys: list[str], column: str
) -> None:
    """Insert rows, or raise one column of those that exist to a higher value; a lower one changes nothing."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(table)
    wanted = statement.excluded[column]
    statement = statement.on_conflict_do_update(
        index_elements=keys, set_={column: wanted}, where=getattr(table, column) < wanted
    )
    await session.execute(statement, rows)


async def database_now(session: AsyncSession) -> datetime:
    """Return the database's clock (D15): the only time that is stored with an event."""
    if session.get_bind().dialect.name == "sqlite":
        text: str = (await session.execute(select(func.strftime("%Y-%m-%d %H:%M:%f", "now")))).scalar_one()
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    now: datetime = (await session.execute(select(func.now()))).scalar_one()
    return now.astimezone(UTC)


def _create_postgresql(url: str) -> AsyncEngine:
    return create_async_engine(url, pool_size=10, max_overflow=5, pool_timeout=5)


def _create_sqlite(url: str, is_durable: bool) -> AsyncEngine:
    pragmas = (
        "journal_mode=WAL",
        f"synchronous={'FULL' if is_durable else 'OFF'}",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "temp_store=MEMORY",
    )

    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself: it would begin them deferred.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    engine = create_async_engine(url, pool_size=8, max_overflow=0, pool_timeout=5)
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate") else "BEGIN")
