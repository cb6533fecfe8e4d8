"""What an act may do inside the log's shared transaction."""

from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import (
    clock_of_database,
    count_writes,
    database_now,
    execute,
    fetch,
    has_unwritten,
)
from balkancluster.errors import NotFound
from balkancluster.realtime.models import Event, Stream
from balkancluster.realtime.questions import Answers, Question
from balkancluster.realtime.streams import open_stream

Result = TypeVar("Result")

Rows = Iterable[tuple[Executable, dict[str, Any]]]
"""Statements of plain tables, each with the values of one row."""

LOCKED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a transaction had come: counters, events recorded and noted, statements that wrote."""

    heads: dict[int, int]
    events: int
    notes: int
    told: int
    writes: int


@dataclass(frozen=True, slots=True)
class Told:
    """An event for a person's own stream, and rows to write with the number that it gets."""

    stream_id: int
    kind: str
    refers: dict[str, int | None]
    rows: Callable[[int], Rows]
    once: Hashable = None


@dataclass(slots=True)
class Transaction:
    """The session, the database's time, and the counters of the streams that were locked for this batch.

    `epochs` holds the epoch of each locked stream.
    """

    session: AsyncSession
    at: datetime
    heads: dict[int, int]
    epochs: dict[int, str]
    events: list[dict[str, Any]] = field(default_factory=list)
    notes: list[tuple[Executable, dict[str, Any]]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    told_once: set[Hashable] = field(default_factory=set)
    written_notes: int = 0
    writes_of_notes: int = 0
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = Answers(self.session)

    async def answer(self, question: Question) -> Any:
        """Return the answer to a question of the act, asked together with those of others that wait."""
        is_known, answer = self.answers.take(question)
        if not is_known:
            await self.write_notes()
            await self.answers.ask(question)
            _is_known, answer = self.answers.take(question)
        return answer

    async def open(self, kind: str) -> int:
        """Create a stream inside this transaction and return its id."""
        stream_id = await open_stream(self.session, kind)
        stream = await self.session.get_one(Stream, stream_id)
        self.heads[stream_id], self.epochs[stream_id] = stream.head, stream.epoch
        return stream_id

    def record(
        self,
        stream_id: int,
        kind: str,
        *,
        actor_id: int | None = None,
        message_key: int | None = None,
        topic_id: int | None = None,
        person_id: int | None = None,
    ) -> int:
        """Add an event to a locked stream and return its number. Raises NotFound for an unknown stream."""
        if stream_id not in self.heads:
            raise NotFound
        seq = self.heads[stream_id] = self.heads[stream_id] + 1
        self.events.append(
            {
                "stream_id": stream_id,
                "seq": seq,
                "kind": kind,
                "at": self.at,
                "actor_id": actor_id,
                "message_key": message_key,
                "topic_id": topic_id,
                "person_id": person_id,
            }
        )
        return seq

    def note(self, statement: Executable, values: dict[str, Any]) -> None:
        """Write this with the events, in one go with what others of the batch write by the same statement."""
        self.notes.append((statement, values))

    def tell(
        self,
        stream_id: int,
        kind: str,
        *,
        rows: Callable[[int], Rows] = lambda _seq: (),
        once: Hashable = None,
        **refers: int | None,
    ) -> None:
        """Add an event to a person's own stream, which nobody has to name beforehand.

        It is locked and numbered when all acts of the transaction are done: rooms first, then people, each in
        ascending order, so that two processes never wait for each other in a circle. `rows` gives what is
        written beside it, once its number is known. `refers` are ids as in `record`. Of what is told `once`
        by the same key within this transaction only the first counts.
        """
        if once is not None:
            if once in self.told_once:
                return
            self.told_once.add(once)
        self.told.append(Told(stream_id, kind, refers, rows, once))

    def mark(self) -> Mark:
        """Remember what was recorded and written, so that a refused act leaves nothing."""
        sizes = len(self.events), self.written_notes + len(self.notes), len(self.told)
        return Mark(dict(self.heads), *sizes, self._count_writes())

    def _count_writes(self) -> int:
        """Return how many statements the acts have run themselves that wrote."""
        return count_writes(self.session) - self.writes_of_notes

    def return_to(self, mark: Mark) -> bool:
        """Take back everything recorded since the mark; return whether that is all there was since then."""
        own_notes = mark.notes - self.written_notes
        if own_notes < 0:
            return False
        self.heads = mark.heads
        del self.events[mark.events :], self.notes[own_notes:]
        if len(self.told) > mark.told:
            self.told_once.difference_update(told.once for told in self.told[mark.told :])
            del self.told[mark.told :]
        return mark.writes == self._count_writes() and not has_unwritten(self.session)

    async def write_notes(self) -> None:
        """Write what was noted so far, for an act that must find it in the tables."""
        await self.session.flush()
        by_statement: dict[Executable, list[dict[str, Any]]] = {}
        for statement, values in self.notes:
            by_statement.setdefault(statement, []).append(values)
        self.written_notes += len(self.notes)
        self.notes.clear()
        for statement, rows in by_statement.items():
            await execute(self.session, statement, rows)
        self.writes_of_notes += len(by_statement)

    async def write_events(self) -> dict[int, int]:
        """Insert what was recorded, raise the counters, and return the new head of each stream that moved."""
        if self.told:
            await self._number_told()
        await self.write_notes()
        if not self.events:
            return {}
        await execute(self.session, _EVENTS, self.events)
        moved = {event["stream_id"]: event["seq"] for event in self.events}
        heads = [{"stream_id": stream_id, "head": head} for stream_id, head in sorted(moved.items())]
        await execute(self.session, _HEADS, heads)
        return moved

    async def _number_told(self) -> None:
        people = sorted({told.stream_id for told in self.told} - self.heads.keys())
        for start in range(0, len(people), LOCKED_AT_ONCE):
            for row in await fetch(self.session, _LOCK, streams=people[start : start + LOCKED_AT_ONCE]):
                self.heads[row.id], self.epochs[row.id] = row.head, row.epoch
        for told in self.told:
            seq = self.record(told.stream_id, told.kind, **told.refers)
            self.notes.extend(told.rows(seq))


_STREAMS, _ALL_EVENTS = cast(Table, Stream.__table__), cast(Table, Event.__table__)
_EVENTS = insert(_ALL_EVENTS)
_HEADS = update(_STREAMS).where(_STREAMS.c.id == bindparam("stream_id")).values(head=bindparam("head"))
_LOCK = (
    select(Stream.id, Stream.head, Stream.epoch, clock_of_database().label("at"))
    .where(Stream.id.in_(bindparam("streams", expanding=True)))
    .order_by(Stream.id)
    .with_for_update()
)


Act = Callable[[Transaction], Awaitable[Result]]


Now = Callable[[AsyncSession], Awaitable[datetime]]


async def begin(session: AsyncSession, streams: Iterable[int], now: Now | None) -> Transaction:
    """Lock these streams in ascending order, so that two processes never wait for each other in a circle.

    The time is `now`, or else that of the database.
    """
    rows = await fetch(session, _LOCK, streams=sorted(set(streams)))
    if now is not None:
        at = await now(session)
    else:
        at = rows[0].at if rows else await database_now(session)
    return Transaction(
        session=session,
        at=at,
        heads={row.id: row.head for row in rows},
        epochs={row.id: row.epoch for row in rows},
    )
