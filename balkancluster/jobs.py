"""Work beside the requests: small async functions called again and again while the process lives."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

Work = Callable[[], Awaitable[None]]

PATIENCE = 2.0
"""How many seconds a round may still take once the process stops."""

logger = logging.getLogger(__name__)


async def repeat(name: str, seconds: float, work: Work, stopping: asyncio.Event) -> None:
    """Call `work` after every pause of so many seconds; what fails is logged, and tried again next time."""
    while not await _is_set_within(stopping, seconds):
        try:
            await work()
        except Exception:
            logger.exception("%s failed; the next round tries again", name)


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
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
