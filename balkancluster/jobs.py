"""Work beside the requests: small async functions called again and again while the process lives."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

Work = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


async def repeat(name: str, seconds: float, work: Work) -> None:
    """Call `work` after every pause of so many seconds; what fails is logged, and tried again next time."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception:
            logger.exception("%s failed; the next round tries again", name)


@contextlib.asynccontextmanager
async def repeating(works: Mapping[str, tuple[float, Work]]) -> AsyncIterator[None]:
    """Repeat all of these, each with its own pause, until the block ends."""
    tasks = [
        asyncio.create_task(repeat(name, seconds, work), name=name) for name, (seconds, work) in works.items()
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
