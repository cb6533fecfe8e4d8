"""The one door to every log: append(stream, act), and the one writer behind it.

The writer takes everything that is queued, runs the acts in one shared transaction, commits, and only then
answers and tells the hub. A message exists if and only if that transaction committed (DESIGN, D1 and D2).
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from balkancluster.database import Database, has_unwritten
from balkancluster.errors import Problem, Unavailable
from balkancluster.outages import is_collision, is_locked, is_outage
from balkancluster.realtime.lanes import Lanes
from balkancluster.realtime.locks import find_held, wait_longer
from balkancluster.realtime.questions import Question
from balkancluster.realtime.transaction import Act, Now, Result, Transaction, begin

logger = logging.getLogger(__name__)

BATCH = 200
COLLISIONS = 5
"""How often a transaction is tried that others were in the way of."""


@dataclass(slots=True)
class Entry:
    """One queued act, the streams it needs, what it asks first, and the promise of its answer."""

    streams: tuple[int, ...]
    act: Act[Any]
    answer: asyncio.Future[Any]
    question: Question | None = None


class Log:
    """All logs of this installation, as seen by one process.

    `tell` is called after each commit with the new head of every stream that moved. `now` is the clock of the
    events: the database's, except where a demo tells an invented past.
    """

    def __init__(
        self,
        database: Database,
        tell: Callable[[dict[int, int]], None] = lambda _heads: None,
        now: Now | None = None,
    ) -> None:
        self._database = database
        self._tell = tell
        self._now = now
        self._queue: asyncio.Queue[Entry] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self._lanes: Lanes[Entry] = Lanes(partial(self._commit, is_apart=True))

    async def append(
        self, streams: int | tuple[int, ...], act: Act[Result], question: Question | None = None
    ) -> Result:
        """Run `act` in the next transaction and return its result once that is committed.

        `streams` names every stream the act records in, except those it opens itself. `question` is what it
        asks first by `transaction.answer`, so that it can be asked for several acts at once. Raises what the
        act raised, or Unavailable when the database could not commit: nothing was stored then, or it is
        unknown whether it was, and the same request may be repeated.
        """
        named = (streams,) if isinstance(streams, int) else streams
        entry = Entry(named, act, asyncio.get_running_loop().create_future(), question)
        self._queue.put_nowait(entry)
        self._ensure_writer()
        # A caller that goes away must not tear the batch of the others.
        return cast(Result, await asyncio.shield(entry.answer))

    async def close(self) -> None:
        """Write what is queued, then stop the writer."""
        if self._writer is not None:
            await self._queue.join()
            await self._lanes.close()
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
                await self._commit([entry for entry in batch if not self._lanes.take(entry)])
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _commit(self, batch: list[Entry], *, is_apart: bool = False) -> bool:
        """Answer a batch; return whether no stream of it was held by somebody else for too long."""
        try:
            answers = await self._commit_soon(batch, is_apart) if batch else []
        except Exception as error:
            if is_locked(error) and not is_apart and await self._part(batch):
                return False
            # Whatever went wrong belongs to the callers; the writer goes on.
            if len(batch) == 1 or (is_outage(error) and (is_apart or not is_locked(error))):
                # Of a commit that was cut nobody knows: to try it again here might do it twice.
                _note(error, len(batch))
                for entry in batch:
                    _answer(entry, error)
                return not is_locked(error)
            # One act broke the shared transaction: each gets its own, so that it breaks only itself.
            return all([await self._commit([entry], is_apart=is_apart) for entry in batch])
        for entry, answer in zip(batch, answers, strict=True):
            _answer(entry, answer)
        return True

    async def _part(self, batch: list[Entry]) -> bool:
        """Let those wait apart whose streams are held by somebody else, and commit the others.

        Returns whether there are any. Raises nothing: without the database all of them are answered so.
        """
        try:
            async with self._database.write() as session:
                held = await find_held(session, _streams_of(batch))
        except Exception as error:
            for entry in batch:
                _answer(entry, error)
            return True
        self._lanes.mistrust(held)
        if held:
            await self._commit([entry for entry in batch if not self._lanes.take(entry)])
        return bool(held)

    async def _commit_soon(self, batch: list[Entry], is_apart: bool) -> list[Any]:
        """Commit a batch; where another transaction was in the way, again, a few times."""
        for attempt in range(COLLISIONS):
            try:
                return await self._commit_together(batch, is_apart)
            except DBAPIError as error:
                if not is_collision(error) or attempt == COLLISIONS - 1:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter, no secret
        raise AssertionError

    async def _commit_together(self, batch: list[Entry], is_apart: bool) -> list[Any]:
        async with self._database.write() as session:
            if is_apart:
                await wait_longer(session)
            transaction = await begin(session, _streams_of(batch), self._now)
            transaction.answers.waiting = [entry.question for entry in batch if entry.question]
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
    """Run one act of several; a refusal is its answer.

    Acts check first and write then, so that there is nothing to undo. One that wrote before it was refused
    gets a transaction of its own: savepoints for all of them were dearer than what they protected.
    """
    if entry.question is None:
        # It may look for what others of the batch have only noted.
        await transaction.write_notes()
    mark = transaction.mark()
    try:
        answer = await entry.act(transaction)
    except Problem as refusal:
        if not transaction.return_to(mark):
            raise
        return refusal
    if has_unwritten(transaction.session):
        await transaction.session.flush()
    return answer


def _note(error: Exception, acts: int) -> None:
    if is_outage(error):
        logger.warning("acts were not stored", extra={"acts": acts, "trouble": str(error)})
    elif isinstance(error, SQLAlchemyError):
        # Who asked is told to try again, and nobody else would hear of it.
        logger.error("an act could not be stored", exc_info=error)


def _answer(entry: Entry, answer: Any) -> None:
    if entry.answer.done():
        return
    if isinstance(answer, SQLAlchemyError) or (isinstance(answer, Exception) and is_outage(answer)):
        unavailable = Unavailable()
        unavailable.__cause__ = answer
        entry.answer.set_exception(unavailable)
    elif isinstance(answer, Exception):
        entry.answer.set_exception(answer)
    else:
        entry.answer.set_result(answer)
