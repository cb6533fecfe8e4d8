"""Work beside the requests: done again and again while the process lives, or once for all who ask for it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

Work = Callable[[], Awaitable[None]]

PATIENCE = 2.0
"""How many seconds a round may still take once the process stops."""

logger = logging.getLogger(__name__)


async def repeat(name: str, seconds: float, work: Work, stopping: asyncio.Event) -> None:
    """Call `work` after every pause of so many seconds; what fails is logged, and tried again next time.

    What goes on failing, as everything does while the database is away, is logged once until it works again.
    """
    failed = ""
    while not await is_set_within(stopping, seconds):
        try:
            await work()
        except Exception as error:
            if failed != type(error).__name__:
                failed = type(error).__name__
                logger.exception("%s failed; the next rounds try again", name)
        else:
            if failed:
                failed = ""
                logger.info("%s works again", name)


async def is_set_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event for so long, and return whether it is set."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


@contextlib.asynccontextmanager
async def repeating(works: Mapping[str, tuple[float, Work]]) -> AsyncIterator[None]:
    """Repeat all of these, each with its own pause, until the block ends.

    A round that is under way is let finish: cut off in the middle it would tear a database connection.
    """
    stopping = asyncio.Event()
    tasks = [
        asyncio.create_task(repeat(name, seconds, work, stopping), name=name)
        for name, (seconds, work) in works.items()
    ]
    try:
        yield
    finally:
        stopping.set()
        _done, late = await asyncio.wait(tasks, timeout=PATIENCE)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Soon:
    """Work that is done at once when asked for, and once for any number who ask while it is under way."""

    def __init__(self, name: str, work: Work) -> None:
        self._name = name
        self._work = work
        self._is_asked = False
        self._task: asyncio.Task[None] | None = None

    def __call__(self) -> None:
        """Ask for the work; it begins after this moment."""
        self._is_asked = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name=self._name)

    async def _run(self) -> None:
        while self._is_asked:
            self._is_asked = False
            try:
                await self._work()
            except Exception:
                logger.exception("%s failed", self._name)

    async def settle(self) -> None:
        """Return when nothing is under way."""
        if self._task is not None:
            await asyncio.shield(self._task)


class Together(Generic[Key, Value]):
    """Questions of many, asked at once: `answer` is given all that wait at a moment, at most `most` of them.

    What is asked while an answer is under way waits for the next one: what is read now may be old for it.
    """

    def __init__(
        self, name: str, answer: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]], most: int
    ) -> None:
        self._name = name
        self._answer = answer
        self._most = most
        self._waiting: dict[Key, asyncio.Future[Value | None]] = {}
        self._task: asyncio.Task[None] | None = None

    async def ask(self, key: Key) -> Value | None:
        """Return the answer about this, or None where there is none. Raises what `answer` raises."""
        if key not in self._waiting:
            self._waiting[key] = asyncio.get_running_loop().create_future()
        waited_for = self._waiting[key]
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name=self._name)
        # Who gives up must not take the answer from others.
        return await asyncio.shield(waited_for)

    async def _run(self) -> None:
        while self._waiting:
            # Everybody whom this turn of the loop hears shall be among those who are answered.
            await asyncio.sleep(0)
            keys = list(islice(self._waiting, self._most))
            asked = {key: self._waiting.pop(key) for key in keys}
            try:
                found = await self._answer(keys)
            except Exception as error:
                for waited_for in asked.values():
                    waited_for.set_exception(error)
            else:
                for key, waited_for in asked.items():
                    waited_for.set_result(found.get(key))

    async def settle(self) -> None:
        """Return when nothing is under way."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
