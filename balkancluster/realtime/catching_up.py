"""Reading what listeners have missed, when thousands come at once because a node died.

Only a few of these reads run at a time: whoever has stayed needs the database too, for the news and for what
they post, and finds a connection free. Who has missed the same in one room gets it from one read,
rendered once for each kind of reader.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database
from balkancluster.realtime.channel import Happening, Variant

READS = 3
"""Of the connections that there are, so many at most look up the rights of those who come back, and as many
read what they missed: one read of these serves many, and shall not wait behind the rights of thousands."""

FRESH_SECONDS = 1.0
"""How long a page is good for others; what changes meanwhile is an event of its own, and comes after it."""

Render = Callable[[list[Happening], Variant], list[bytes]]


class Turnstile:
    """Lets so many read at a time, in the order in which they came."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns = asyncio.Semaphore(READS)

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session when it is one's turn."""
        async with self._turns, self._database.read() as session:
            yield session


class Page:
    """A part of a log, and its frames for each kind of reader who has asked."""

    def __init__(self, happenings: list[Happening], render: Render) -> None:
        self.happenings = happenings
        self._render = render
        self._frames: dict[Variant, list[bytes]] = {}

    def frames(self, variant: Variant) -> list[bytes]:
        """Return the frames for this kind of reader, made once."""
        if variant not in self._frames:
            self._frames[variant] = self._render(self.happenings, variant)
        return self._frames[variant]


class Missed:
    """The pages of one stream that were read just now."""

    def __init__(self, read: Callable[[int], Awaitable[Page]]) -> None:
        self._read = read
        self._pages: dict[int, asyncio.Task[Page]] = {}

    async def page(self, after: int) -> Page:
        """Return what comes after a number: from the read of somebody else where there is one."""
        task = self._pages.get(after)
        if task is None:
            task = self._pages[after] = asyncio.ensure_future(self._read(after))
            task.add_done_callback(lambda _task: self._forget_soon(after, task))
        return await asyncio.shield(task)

    def forget(self) -> None:
        """Something has changed: read again for who asks from now on."""
        self._pages.clear()

    async def close(self) -> None:
        """Wait until nothing is read any more."""
        await asyncio.gather(*self._pages.values(), return_exceptions=True)
        self._pages.clear()

    def _forget_soon(self, after: int, task: asyncio.Task[Page]) -> None:
        has_failed = task.cancelled() or task.exception() is not None
        asyncio.get_running_loop().call_later(0 if has_failed else FRESH_SECONDS, self._forget, after, task)

    def _forget(self, after: int, task: asyncio.Task[Page]) -> None:
        if self._pages.get(after) is task:
            del self._pages[after]
