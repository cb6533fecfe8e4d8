"""The SQLite driver: what reads is done at once, what writes in one visit to a connection's thread.

SQLAlchemy asks aiosqlite for a cursor, to execute, to fetch and to close: four visits to another thread, each
dearer than most statements are to SQLite itself. Here a short read visits none: it is run in the event loop,
which waits for it neither for long nor for a lock. One that turns out to be longer, or meets a lock, is begun
anew in the thread. What writes is run, with its beginning, in one visit, and rows whose numbers are known
already can be left for the next one, at the latest that of the commit: there the thread waits for the disk.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

if TYPE_CHECKING:
    from sqlalchemy.connectors.asyncio import AsyncIODBAPIConnection

Work = Callable[[sqlite3.Connection], None]

BEGIN = "BEGIN"
BEGIN_IMMEDIATE = "BEGIN IMMEDIATE"
SELECT = "SELECT"

SHORT = 30_000
"""So many steps of SQLite's virtual machine take a millisecond or two: more of them are for the thread."""

PATIENCE = 5_000
"""How many milliseconds the thread waits for a lock that another process holds."""

_PATIENTLY = f"PRAGMA busy_timeout={PATIENCE}"
_AT_ONCE = "PRAGMA busy_timeout=0"
_LATER = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY = 0xFF


class ThreadedConnection(aiosqlite.Connection):
    """A connection with a thread of its own, for whole pieces of work that may wait."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A connection that is lost without being closed must not keep the process alive.
        self._thread.daemon = True
        self._stopping: asyncio.Future[Any] | None = None
        self._is_at_rest = True
        self._is_hurried = False

    def stop(self) -> "asyncio.Future[Any] | None":
        """Let the thread end."""
        self._stopping = super().stop()
        return self._stopping

    async def _connect(self) -> "ThreadedConnection":
        try:
            await super()._connect()
        except BaseException:
            # The thread of a file that could not be opened has to end before the event loop does.
            if self._stopping is not None:
                await self._stopping
            raise
        self._conn.set_progress_handler(self._is_too_long, SHORT)
        return self

    def _is_too_long(self) -> bool:
        return self._is_hurried

    def do_at_once(self, work: Work) -> bool:
        """Do a piece of work here and now, unless it cannot be done at once: then return False.

        It must be such that it can be begun anew. Raises what else the work raises.
        """
        if not self._is_at_rest or self._connection is None:
            return False
        self._is_hurried = True
        try:
            work(self._connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY in _LATER:
                return False
            raise
        finally:
            self._is_hurried = False
        return True

    async def visit(self, work: Work) -> None:
        """Do a piece of work in the thread and wait for it. Raises what the work raises."""
        self._is_at_rest = False
        try:
            await self._execute(_do_patiently, self._connection, work)  # type: ignore[no-untyped-call]
        except Exception:
            # Not when its caller was cancelled: the thread goes on with it.
            self._is_at_rest = True
            raise
        self._is_at_rest = True

    def leave(self, work: Work) -> None:
        """Leave a piece of work for the thread, which does it before any later one."""
        if self._connection is not None:
            connection = self._connection
            self._is_at_rest = False
            self._tx.put_nowait((None, lambda: work(connection)))


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """One statement with all of its rows."""

    __slots__ = ("_description", "_last_row", "_row_count")

    def __init__(self, connection: "Connection") -> None:
        self._adapt_connection: Connection = connection
        self._rows: deque[Any] = deque()
        self._soft_closed_memoized: Any = {}
        self._description: Any = None
        self._row_count = -1
        self._last_row = 0

    def execute(self, operation: str, parameters: Any = None) -> None:
        """Run a statement and fetch its rows."""
        connection = self._adapt_connection

        def run(inner: sqlite3.Connection) -> None:
            self._take(inner.execute(operation, parameters or ()))

        if not (connection.may_read_at_once(operation) and connection.do_at_once(run)):
            connection.visit(run)

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        """Run a statement once for each set of parameters."""
        self._adapt_connection.visit(
            lambda connection: self._take(connection.executemany(operation, seq_of_parameters))
        )

    def leave(self, operation: str, rows: Any) -> None:
        """Leave a statement, once for each row, for the next visit, which raises what goes wrong with it."""
        self._adapt_connection.leave(lambda connection: connection.executemany(operation, rows).close())

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self._description = cursor.description
        if cursor.description:
            self._rows = deque(cursor.fetchall())
        self._row_count, self._last_row = cursor.rowcount, cursor.lastrowid or 0
        cursor.close()

    @property
    def description(self) -> Any:
        """Return the columns of the rows, or None where there are none."""
        return self._description

    @property
    def rowcount(self) -> int:
        """Return how many rows were changed."""
        return self._row_count

    @property
    def lastrowid(self) -> int:
        """Return the id of the row that was inserted last."""
        return self._last_row

    def close(self) -> None:
        """Forget the rows."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """The cursor of the driver was closed when its rows were fetched."""


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection as SQLAlchemy sees it."""

    __slots__ = ("_begin", "_is_open", "_left", "_only_reads", "_reads_at_once")
    _cursor_cls: Any = Cursor

    def __init__(self, dbapi: Any, connection: "AsyncIODBAPIConnection") -> None:
        super().__init__(dbapi, connection)
        self._begin = ""
        self._is_open = False
        self._only_reads = self._reads_at_once = False
        self._left: list[Work] = []

    @property
    def driver_connection(self) -> ThreadedConnection:
        """Return the connection with its thread."""
        return cast(ThreadedConnection, self._connection)

    def begin(self, statement: str, *, reads_at_once: bool) -> None:
        """Begin a transaction together with its first statement, and choose how it reads."""
        self._begin = statement
        self._is_open = True
        self._only_reads = statement == BEGIN
        self._reads_at_once = reads_at_once

    def leave(self, work: Work) -> None:
        """Leave a piece of work of this transaction for the next visit."""
        self._left.append(work)

    def may_read_at_once(self, operation: str) -> bool:
        """Whether a statement can be tried in the loop, because it writes nothing."""
        return self._reads_at_once and (self._only_reads or operation.startswith(SELECT))

    def do_at_once(self, work: Work) -> bool:
        """Read something without a visit to the thread; return whether that was possible."""
        if self._left:
            return False
        begin = self._begin

        def begin_and_do(connection: sqlite3.Connection) -> None:
            if begin:
                _begin(connection, begin)
            work(connection)

        try:
            is_done = self.driver_connection.do_at_once(begin_and_do)
        except Exception as error:
            self._handle_exception(error)
        if is_done:
            self._begin = ""
        return is_done

    def visit(self, work: Work) -> None:
        """Do what was left and then this, in one visit to the thread."""
        begin, left = self._take_left()

        def do_all(connection: sqlite3.Connection) -> None:
            if begin:
                _begin(connection, begin)
            for piece in (*left, work):
                piece(connection)

        try:
            await_(self.driver_connection.visit(do_all))
        except Exception as error:
            self._handle_exception(error)

    def _take_left(self) -> tuple[str, list[Work]]:
        begin, self._begin = self._begin, ""
        left, self._left = self._left, []
        return begin, left

    def commit(self) -> None:
        """Commit, if anything was done or left to be done."""
        if self._left or not self._begin:
            self.visit(sqlite3.Connection.commit)
        self._begin, self._is_open = "", False

    def rollback(self) -> None:
        """End the transaction without a change; after one that only read nobody waits for that."""
        begin, _left = self._take_left()
        is_open, self._is_open = self._is_open and not begin, False
        if not is_open:
            # Nothing was begun, or all of it is committed: who gives a connection back asks for this too.
            return
        if not self._only_reads:
            super().rollback()
        elif not self.driver_connection.do_at_once(sqlite3.Connection.rollback):
            self.driver_connection.leave(sqlite3.Connection.rollback)


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """What SQLAlchemy takes for the module of the driver: `create_async_engine(url, module=Driver())`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, database: str, **options: Any) -> Connection:
        """Connect to a file. Transactions are begun by us: the driver would begin them deferred."""
        options |= {"isolation_level": None, "check_same_thread": False}
        connection = ThreadedConnection(lambda: sqlite3.connect(database, **options))
        return Connection(self, cast("AsyncIODBAPIConnection", await_(connection)))


def _do_patiently(connection: sqlite3.Connection, work: Work) -> None:
    connection.execute(_PATIENTLY).close()
    try:
        work(connection)
    finally:
        connection.execute(_AT_ONCE).close()


def _begin(connection: sqlite3.Connection, statement: str) -> None:
    if connection.in_transaction:
        # The end of the one before has failed, and nobody was there to be told.
        connection.rollback()
    connection.execute(statement).close()
