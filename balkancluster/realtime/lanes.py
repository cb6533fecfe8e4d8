"""Streams whose counter somebody else holds for too long: who writes to them waits apart, and only they wait.

All acts of a process share the writer's transactions. A row that a stuck program has locked would hold up
every room, again and again. So once it was waited for in vain, what is for that stream goes into a lane with
transactions of its own, until one of them succeeds or nothing came for a while.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, Protocol, TypeVar

KEPT = 60.0
"""Seconds for which a stream is mistrusted after it was waited for in vain."""


class Named(Protocol):
    """What names the streams it needs."""

    streams: tuple[int, ...]


Entry = TypeVar("Entry", bound=Named)


@dataclass
class _Lane(Generic[Entry]):
    until: float
    waiting: list[Entry] = field(default_factory=list)
    task: asyncio.Task[None] | None = None


class Lanes(Generic[Entry]):
    """The lanes of one writer; `commit` answers entries, and returns whether their streams were free."""

    def __init__(self, commit: Callable[[list[Entry]], Awaitable[bool]]) -> None:
        self._commit = commit
        self._lanes: dict[int, _Lane[Entry]] = {}

    def mistrust(self, stream_ids: set[int]) -> None:
        """These streams were waited for in vain."""
        for stream_id in stream_ids:
            lane = self._lanes.setdefault(stream_id, _Lane(0.0))
            lane.until = monotonic() + KEPT

    def take(self, entry: Entry) -> bool:
        """Put an entry into the lane of a stream that it needs, and return whether there was one."""
        for stream_id in sorted(self._lanes.keys() & set(entry.streams)) if self._lanes else ():
            lane = self._lanes[stream_id]
            if lane.until > monotonic() or lane.task is not None:
                lane.waiting.append(entry)
                if lane.task is None:
                    lane.task = asyncio.create_task(self._serve(stream_id, lane), name="log lane")
                return True
            del self._lanes[stream_id]
        return False

    async def _serve(self, stream_id: int, lane: _Lane[Entry]) -> None:
        while lane.waiting:
            entries, lane.waiting = lane.waiting, []
            if await self._commit(entries):
                lane.until = 0.0
            else:
                lane.until = monotonic() + KEPT
        # No await since the queue was seen to be empty: nothing can come between.
        lane.task = None
        if lane.until <= monotonic():
            self._lanes.pop(stream_id, None)

    async def close(self) -> None:
        """Wait until everything that was taken is answered."""
        await asyncio.gather(*(lane.task for lane in self._lanes.values() if lane.task))
