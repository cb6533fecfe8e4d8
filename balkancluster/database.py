"""The database: one URL, SQLite or PostgreSQL, short transactions, one writer at a time on SQLite."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Executable,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    UpdateBase,
    event,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from balkancluster.engines import AT_ONCE, CONNECTIONS, CONNECTIONS_TO_SERVER, LATER, create_engine

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

WRITES = "writes"
WRITTEN = "written"
TURN_SECONDS = 10.0
"""How long somebody waits for a connection; what holds all of them for longer will not come back."""

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
    again, such as an invented past. `is_serving` has PostgreSQL give up within seconds what people wait for.
    """

    def __init__(self, url: str, *, is_durable: bool = True, is_serving: bool = False) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = create_engine(url, is_durable=is_durable, is_serving=is_serving)
        event.listen(self.engine.sync_engine, "after_cursor_execute", _note_write)
        hasty = self.engine.execution_options(**{AT_ONCE: True})
        self._readers = async_sessionmaker(hasty, expire_on_commit=False, autoflush=False)
        self._writer = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()
        # The pool lets who comes later overtake who waits, until one of many has waited in vain.
        self._turns = asyncio.Semaphore(CONNECTIONS if self.is_sqlite else CONNECTIONS_TO_SERVER)
        self._hearers: list[tuple[frozenset[str], Callable[[], None]]] = []

    def after_writes(self, tables: Iterable[type[Base] | str], hear: Callable[[], None]) -> None:
        """Call `hear` after each commit of this process that has written to one of these tables."""
        names = (table if isinstance(table, str) else table.__tablename__ for table in tables)
        self._hearers.append((frozenset(names), hear))

    async def _wait_for_turn(self) -> None:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise NoConnection("no connection to the database became free") from error

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._turns.locked():
            await self._wait_for_turn()
        else:
            # Nobody waits, and this is at once: the timer would be a twentieth of a read.
            await self._turns.acquire()
        try:
            yield
        finally:
            self._turns.release()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that changes nothing."""
        async with self._turn(), self._reader() as session:
            yield session

    def _reader(self) -> contextlib.AbstractAsyncContextManager[AsyncSession]:
        # Closing one of SQLite waits for nothing, and needs no task of its own that nobody can cancel.
        return contextlib.aclosing(self._readers()) if self.is_sqlite else self._readers()

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open one transaction: committed at the end of the block, rolled back when it raises.

        On SQLite it begins IMMEDIATE, so that reading before writing can never meet SQLITE_BUSY in the
        middle; writers of this process wait for each other here instead of spinning on the file's lock.
        """
        async with self._writer, self._turn(), self._readers() as session:
            connection = await session.connection(execution_options={"immediate": True})
            written: set[str] = connection.info.setdefault(WRITTEN, set())
            written.clear()
            yield session
            await session.commit()
            for tables, hear in self._hearers:
                if not tables.isdisjoint(written):
                    hear()

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def fetch(session: AsyncSession, statement: Executable, **values: Any) -> Sequence[AnyRow]:
    """Return all rows of a statement that was built before, with these values for its parameters.

    To build a statement anew costs more than to run it, and so does what the ORM does around one that
    returns columns. What is asked for on every page and for every message goes this way.
    """

    def run(inner: Session) -> Sequence[AnyRow]:
        return inner.connection().execute(statement, values).all()

    return await session.run_sync(run)


async def execute(session: AsyncSession, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write with a statement of plain tables that was built before, once for each set of values.

    On SQLite it waits for the next statement or the commit, which raises what goes wrong with it: what is
    written last in a transaction goes in one visit to the thread. It does not say how many rows it changed.
    """

    def run(inner: Session) -> None:
        inner.connection().execute(statement, rows, execution_options={LATER: True})

    if is_sqlite(session):
        # What is left for later is not waited for, so nothing has to be ready to wait.
        run(session.sync_session)
    else:
        await session.run_sync(run)


def is_sqlite(session: AsyncSession) -> bool:
    """Whether a session talks to SQLite, which is here and there asked in other words."""
    return session.get_bind().dialect.name == "sqlite"


def count_writes(session: AsyncSession) -> int:
    """Return how many statements have written through the connection of a transaction that has begun."""
    info: dict[str, int] = session.sync_session.connection().info
    return info.get(WRITES, 0)


def has_unwritten(session: AsyncSession) -> bool:
    """Whether the session holds changes that are not in the database yet."""
    inner = session.sync_session
    return bool(inner.new or inner.dirty or inner.deleted)


class clock_of_database(FunctionElement[datetime]):  # noqa: N801 - a function of SQL
    """The database's clock (D15), as a column of any statement."""

    type = UtcTime()
    inherit_cache = True


compiles(clock_of_database)(lambda *_details, **_options: "now()")
compiles(clock_of_database, "sqlite")(lambda *_details, **_options: "strftime('%Y-%m-%d %H:%M:%f', 'now')")

_NOW = select(clock_of_database())


async def database_now(session: AsyncSession) -> datetime:
    """Return the database's clock (D15): the only time that is stored with an event."""
    now: datetime = (await fetch(session, _NOW))[0][0]
    return now


def _note_write(connection: Connection, *details: Any) -> None:
    context: DefaultExecutionContext = details[3]
    if context.isinsert or context.isupdate or context.isdelete:
        connection.info[WRITES] = connection.info.get(WRITES, 0) + 1
        statement = cast(UpdateBase, cast(SQLCompiler, context.compiled).statement)
        connection.info.setdefault(WRITTEN, set()).add(cast(Table, statement.table).name)
