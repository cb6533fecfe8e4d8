"""The one door to every log: append(stream, act), and the one writer behind it.

The writer takes everything that is queued, runs the acts in one shared transaction, commits, and only then
answers and tells the hub. A message exists if and only if that transaction committed (DESIGN, D1 and D2).
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.exc import SQLAlchemyError

from balkancluster.database import Database, database_now
from balkancluster.errors import Problem, Unavailable
from balkancluster.realtime.transaction import Act, Now, Result, Transaction, begin

BATCH = 200


@dataclass(slots=True)
class Entry:
    """One queued act, the streams it needs, and the promise of its answer."""

    streams: tuple[int, ...]
    act: Act[Any]
    answer: asyncio.Future[Any]


class Log:
    """All logs of this installation, as seen by one process.

    `tell` is called after each commit with the new head of every stream that moved. `now` is the clock of the
    events: the database's, except where a demo tells an invented past.
    """

    def __init__(
        self,
        database: Database,
        tell: Callable[[dict[int, int]], None] = lambda _heads: None,
        now: Now = database_now,
    ) -> None:
        self._database = database
        self._tell = tell
        self._now = now
        self._queue: asyncio.Queue[Entry] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None

    async def append(self, streams: int | tuple[int, ...], act: Act[Result]) -> Result:
        """Run `act` in the next transaction and return its result once that is committed.

        `streams` names every stream the act records in, except those it opens itself. Raises what the act
        raised, or Unavailable when the database could not commit: nothing was stored then, or it is unknown
        whether it was, and the same request may be repeated.
        """
        named = (streams,) if isinstance(streams, int) else streams
        entry = Entry(named, act, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(entry)
        self._ensure_writer()
        # A caller that goes away must not tear the batch of the others.
        return cast(Result, await asyncio.shield(entry.answer))

    async def close(self) -> None:
        """Write what is queued, then stop the writer."""
        if self._writer is not None:
            await self._queue.join()
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer

    def _ensure_writer(self) -> None:
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write(), name="log writer")

    async def _write(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                await self._commit(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _commit(self, batch: list[Entry]) -> None:
        try:
            answers = await self._commit_together(batch)
        except Exception as error:
            # Whatever went wrong belongs to the callers; the writer goes on.
            if len(batch) == 1:
                _answer(batch[0], error)
                return
            # One act broke the shared transaction: each gets its own, so that it breaks only itself.
            for entry in batch:
                await self._commit([entry])
            return
        for entry, answer in zip(batch, answers, strict=True):
            _answer(entry, answer)

    async def _commit_together(self, batch: list[Entry]) -> list[Any]:
        async with self._database.write() as session:
            transaction = await begin(session, _streams_of(batch), self._now)
            if len(batch) == 1:
                answers = [await batch[0].act(transaction)]
            else:
                answers = [await _attempt(transaction, entry) for entry in batch]
            moved = await transaction.write_events()
        self._tell(moved)
        return answers


def _streams_of(batch: list[Entry]) -> set[int]:
    return {stream for entry in batch for stream in entry.streams}


async def _attempt(transaction: Transaction, entry: Entry) -> Any:
    """Run one act of several; a refusal undoes only what this act wrote, and is its answer."""
    mark = transaction.mark()
    try:
        async with transaction.session.begin_nested():
            return await entry.act(transaction)
    except Problem as refusal:
        transaction.return_to(mark)
        return refusal


def _answer(entry: Entry, answer: Any) -> None:
    if entry.answer.done():
        return
    if isinstance(answer, SQLAlchemyError | OSError):
        unavailable = Unavailable()
        unavailable.__cause__ = answer
        entry.answer.set_exception(unavailable)
    elif isinstance(answer, Exception):
        entry.answer.set_exception(answer)
    else:
        entry.answer.set_result(answer)
