"""SQLite in the event loop: short reads are done at once, and nothing else ever holds the loop up."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from balkancluster.database import Database, fetch
from balkancluster.settings import sqlite_url
from balkancluster.sqlite import SHORT, ThreadedConnection

LONG = f"""
WITH RECURSIVE counted (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < {SHORT})
SELECT max(number) FROM counted
"""


class Visits:
    """Counts what the threads of connections are asked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        visit = ThreadedConnection.visit

        async def counted(connection: ThreadedConnection, work: object) -> None:
            self.count += 1
            await visit(connection, work)  # type: ignore[arg-type]

        patch.setattr(ThreadedConnection, "visit", counted)


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database in which one thing is counted, and that somebody has already opened."""
    path = tmp_path / "balkancluster.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE yarn (metres INTEGER)")
        connection.execute("INSERT INTO yarn VALUES (1)")
    connection.close()
    return path


async def read(database: Database, statement: str = "SELECT metres FROM yarn") -> int:
    async with database.read() as session:
        return int((await fetch(session, text(statement)))[0][0])


async def knit(database: Database) -> None:
    async with database.write() as session:
        metres = (await fetch(session, text("SELECT metres FROM yarn")))[0][0]
        await session.execute(text("UPDATE yarn SET metres = :metres"), {"metres": metres + 1})


async def ticks_during(work: asyncio.Task[object]) -> int:
    """Return how often the loop came round while something was done."""
    count = 0
    while not work.done():
        count += 1
        await asyncio.sleep(0.001)
    await work
    return count


@pytest.fixture
async def opened(file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Database, Visits]:
    """The database, with a connection that is open, and who counts from now on."""
    database = Database(sqlite_url(file.parent))
    await read(database)
    return database, Visits(monkeypatch)


async def test_a_short_read_visits_no_thread(opened: tuple[Database, Visits]) -> None:
    database, visits = opened
    assert await read(database) == 1
    assert visits.count == 0
    await database.close()


async def test_what_is_written_is_committed_in_the_thread_and_seen_at_once(
    opened: tuple[Database, Visits],
) -> None:
    database, visits = opened
    await knit(database)
    # One for the statement, one for the commit; nothing to be taken back after it.
    assert visits.count == 2
    assert await read(database) == 2
    await database.close()


async def test_a_long_read_goes_on_in_the_thread_and_the_loop_with_others(
    opened: tuple[Database, Visits],
) -> None:
    database, visits = opened
    reading = asyncio.create_task(read(database, LONG.replace(str(SHORT), str(100 * SHORT))))
    assert await ticks_during(reading) > 10
    assert reading.result() == 100 * SHORT
    assert visits.count == 1
    await database.close()


async def test_a_lock_of_another_process_is_waited_for_in_the_thread(
    opened: tuple[Database, Visits], file: Path
) -> None:
    database, _visits = opened
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE yarn SET metres = 7")
    knitting = asyncio.create_task(knit(database))
    waiting = asyncio.create_task(asyncio.sleep(0.2))
    assert await ticks_during(waiting) > 20
    assert not knitting.done()
    assert await read(database) == 1
    other.execute("COMMIT")
    other.close()
    await knitting
    assert await read(database) == 8
    await database.close()


async def test_a_read_that_was_given_up_keeps_nobody_else_from_reading(
    opened: tuple[Database, Visits],
) -> None:
    database, _visits = opened
    reading = asyncio.create_task(read(database, LONG.replace(str(SHORT), str(100 * SHORT))))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await read(database) == 1
    await knit(database)
    assert await read(database) == 2
    await database.close()
