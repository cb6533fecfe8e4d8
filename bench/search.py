"""Searching a large installation: the index is filled, grows a little while it is timed, and is asked."""

import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, is_sqlite
from balkancluster.migrations.migrate import migrate
from balkancluster.textindex.entries import Key
from balkancluster.textindex.indexes import MESSAGES
from balkancluster.textindex.searching import find_best, find_newest
from balkancluster.textindex.tending import Tending
from balkancluster.textindex.terms import Term, phrase_of, terms_of
from balkancluster.textindex.writing import index_texts
from bench import machine
from bench.postgresql import running_postgresql
from bench.rounds import Row, medians, tell
from bench.tables import Found
from bench.talk import ROOMS, Message, Talk, invent_talk

SEED = 20_261_127
FILLED_AT_ONCE = 500
TOGETHER = 200
"""How many messages share a transaction while the work for each is measured: as many as the log takes."""
BUSY = 50
"""How many such transactions there are."""
FEW = 20
"""How many messages share a commit while commits are timed."""
COMMITS = 500
MERGED_EVERY = 400
"""Messages between two rounds of merging, which a server does by the clock."""
MY_ROOMS = 8
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(slots=True)
class Times:
    """What several of the same took: by the clock, and of the processor, of the database's process too."""

    passed: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    @contextmanager
    def one(self, pid: int | None) -> Iterator[None]:
        """Time one of them; `pid` is the process of the database where it has one."""
        began, used = time.perf_counter(), _used(pid)
        yield
        self.passed.append((time.perf_counter() - began) * 1e3)
        self.used.append((_used(pid) - used) * 1e3)

    def figures(self) -> dict[str, float]:
        """Return the median and what one in a hundred exceeds, in milliseconds."""
        return {
            "p50_ms": _part(self.passed, 0.5),
            "p99_ms": _part(self.passed, 0.99),
            "p50_cpu_ms": _part(self.used, 0.5),
            "p99_cpu_ms": _part(self.used, 0.99),
        }


async def run_search(messages: int, queries: int, rounds: int, core: int) -> Found:
    """Fill both databases once and ask them in each round."""
    rows: list[Row] = []
    sizes: list[Row] = []
    for kind in (SQLITE, POSTGRESQL):
        async with _opened(kind, core) as database:
            sizes.append({"database": kind, **await _fill(database, kind, messages)})
            for number in range(rounds):
                tell(f"round {number + 1}: {kind}")
                asked = await _ask_all(database, queries, number)
                rows += [{"round": number, "database": kind, **row} for row in asked]
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "messages": messages,
        "queries": queries,
        "rows": rows,
        "medians": medians(rows, ("database", "what")),
        "sizes": sizes,
    }


@asynccontextmanager
async def _opened(kind: str, core: int) -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if kind == SQLITE:
            database = Database(f"sqlite+aiosqlite:///{folder}/network.db")
            yield database
            await database.close()
            return
        with running_postgresql(Path(folder), core) as server:
            database = Database(server.url)
            yield database
            await database.close()


async def _fill(database: Database, kind: str, messages: int) -> Row:
    """Put the messages into the index, and more as a busy server and as a quiet one writes them."""
    await migrate(database)
    said = invent_talk(SEED).messages(random.Random(SEED))  # noqa: S311 - no secret
    tending = Tending(database, {})
    async with _filling(database):
        for done in range(0, messages, FILLED_AT_ONCE):
            await _write(database, list(islice(said, min(FILLED_AT_ONCE, messages - done))))
            if done % (FILLED_AT_ONCE * 20) == 0:
                await tending.tend()
            if done % 100_000 == 0:
                tell(f"{kind}: {done} messages are in the index")
    return await _grow(database, tending, said)


async def _write(database: Database, batch: Sequence[Message]) -> None:
    async with database.write() as session:
        await index_texts(session, MESSAGES, [message.entry() for message in batch])


@asynccontextmanager
async def _filling(database: Database) -> AsyncIterator[None]:
    """Fill PostgreSQL without its index, which is then made at once, and let it learn what it has."""
    index = f"ix_{MESSAGES.table}_entry"
    if database.is_sqlite:
        yield
        return
    async with database.engine.connect() as connection:
        settled = await connection.execution_options(isolation_level="AUTOCOMMIT")
        asked = "SELECT indexdef FROM pg_indexes WHERE indexname = :index"
        definition = (await settled.execute(text(asked), {"index": index})).scalar_one()
        await settled.execute(text(f"DROP INDEX {index}"))
        yield
        await settled.execute(text(definition))
        await settled.execute(text(f"VACUUM ANALYZE {MESSAGES.table}"))


async def _grow(database: Database, tending: Tending, said: Iterator[Message]) -> Row:
    """Write more messages; return what each costs, all work beside it included, and how long commits take."""
    async with database.read() as session:
        pid = await _process_of(session)
    busy, commits = Times(), Times()
    for number in range(BUSY):
        batch = list(islice(said, TOGETHER))
        with busy.one(pid):
            await _write(database, batch)
            if number * TOGETHER % MERGED_EVERY == 0:
                await tending.tend()
    for number in range(COMMITS):
        batch = list(islice(said, FEW))
        with commits.one(pid):
            await _write(database, batch)
        if number * FEW % MERGED_EVERY == 0:
            await tending.tend()
    async with database.read() as session:
        size = await _size_of(session)
    figures = {f"commit_{name}": value for name, value in commits.figures().items()}
    return {"us_per_message": sum(busy.used) / (BUSY * TOGETHER) * 1e3, "mib": size / 2**20, **figures}


async def _size_of(session: AsyncSession) -> int:
    if is_sqlite(session):
        asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        asked = f"SELECT pg_total_relation_size('{MESSAGES.table}')"
    return int((await session.execute(text(asked))).scalar_one())


async def _ask_all(database: Database, queries: int, number: int) -> list[Row]:
    talk = invent_talk(SEED)
    rows = []
    async with database.read() as session:
        pid = await _process_of(session)
        for what, make, find in _KINDS:
            chance = random.Random(f"{what} {number}")  # noqa: S311 - no secret
            times = Times()
            for _ in range(queries):
                terms, rooms = make(talk, chance), _rooms(chance)
                with times.one(pid):
                    await find(session, terms, rooms)
            rows.append({"what": what, **times.figures()})
    return rows


def _rooms(chance: random.Random) -> list[list[str]]:
    return [[f"_room_{room}" for room in chance.sample(range(1, ROOMS + 1), MY_ROOMS)]]


Make = Callable[[Talk, random.Random], Sequence[Term]]
Find = Callable[[AsyncSession, Sequence[Term], list[list[str]]], Awaitable[list[Key]]]


def _word(first: int, last: int) -> Make:
    """Ask for one word of this rank among the most common."""
    return lambda talk, chance: terms_of(talk.words[chance.randrange(first, last)])


def _two_words(talk: Talk, chance: random.Random) -> Sequence[Term]:
    return terms_of(f"{talk.words[chance.randrange(200)]} {talk.words[chance.randrange(5_000)]}")


def _phrase(talk: Talk, chance: random.Random) -> Sequence[Term]:
    return [phrase_of(f"{talk.words[chance.randrange(50)]} {talk.words[chance.randrange(500)]}")]


def _prefix(letters: int) -> Make:
    return lambda talk, chance: terms_of(chance.choice(talk.words)[:letters], is_open=True)


async def _newest(session: AsyncSession, terms: Sequence[Term], marks: list[list[str]]) -> list[Key]:
    return await find_newest(session, MESSAGES, terms, marks)


async def _best(session: AsyncSession, terms: Sequence[Term], marks: list[list[str]]) -> list[Key]:
    return await find_best(session, MESSAGES, terms, marks)


_KINDS: tuple[tuple[str, Make, Find], ...] = (
    ("newest, a common word", _word(0, 100), _newest),
    ("newest, a word between", _word(100, 5_000), _newest),
    ("newest, a rare word", _word(10_000, 30_000), _newest),
    ("newest, two words", _two_words, _newest),
    ("newest, a phrase", _phrase, _newest),
    ("newest, 2 letters", _prefix(2), _newest),
    ("newest, 3 letters", _prefix(3), _newest),
    ("newest, 5 letters", _prefix(5), _newest),
    ("best, a common word", _word(0, 100), _best),
    ("best, a word between", _word(100, 5_000), _best),
    ("best, two words", _two_words, _best),
    ("best, 3 letters", _prefix(3), _best),
)


async def _process_of(session: AsyncSession) -> int | None:
    """Return the process that works for this session on PostgreSQL."""
    if is_sqlite(session):
        return None
    return int((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())


def _used(pid: int | None) -> float:
    return time.process_time() + (machine.cpu_seconds(pid) if pid else 0.0)


def _part(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
