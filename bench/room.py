"""One measurement: so many members in one room, joined, idle, then talked to."""

import asyncio
import gc
import itertools
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.clients import Member
from bench.contestants import Contestant, Running
from bench.tally import Tally

AT_ONCE = 20
WARM_POSTS = 10
MOST_PACED = 40


@dataclass(frozen=True, slots=True)
class Load:
    """How many members, how many posts, and how many posters, each with one post on its way.

    After them a few more, `most_paced` at most, come at `rate` in a second, for what a single post takes.
    `settle` is how many seconds the server rests between the parts, `warm` how many posts come before each.
    """

    members: int
    messages: int
    posters: int
    rate: float = 8.0
    settle: float = 2.0
    most_paced: int = MOST_PACED
    warm: int = WARM_POSTS

    @property
    def paced(self) -> int:
        """Return how many posts are timed one by one."""
        return min(self.messages, self.most_paced)


Further = Callable[[Running], Awaitable[dict[str, float]]]
"""Measures something more of a server that runs, after everybody has gone."""


async def nothing_more(_running: Running) -> dict[str, float]:
    """Measure nothing more."""
    return {}


async def measure(
    contestant: Contestant, load: Load, folder: Path, frame_length: int, further: Further = nothing_more
) -> dict[str, float]:
    """Start a server, measure it under this load, stop it. Raises AssertionError when a post was lost."""
    running = await contestant.start(folder, load.members, frame_length)
    try:
        return await _Measurement(running, load).run() | await further(running)
    except Exception:
        sys.stderr.write(running.process.words())
        raise
    finally:
        await running.process.stop()


class _Measurement:
    def __init__(self, running: Running, load: Load) -> None:
        self._running = running
        self._process = running.process
        self._load = load
        self._tally = Tally()
        self._numbers = itertools.count()
        self._members: list[Member] = []

    async def run(self) -> dict[str, float]:
        first = min(self._load.posters, self._load.members)
        await self._join(range(first))
        await self._warm_up()
        figures = await self._measure_joining(range(first, self._load.members))
        await self._warm_up()
        gc.collect()
        gc.freeze()
        figures |= await self._measure_burst()
        figures |= await self._measure_paced()
        figures["frame_bytes"] = statistics.mean(member.frame_length for member in self._members)
        self._ensure_nothing_was_lost()
        for member in self._members:
            member.close()
        return figures

    async def _join(self, numbers: range) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def join(number: int) -> Member:
            async with gate:
                return await self._running.join(number, self._tally)

        self._members += await asyncio.gather(*map(join, numbers))
        self._tally.members = len(self._members)

    async def _warm_up(self) -> None:
        for number in itertools.islice(self._numbers, self._load.warm):
            await self._post(number % self._load.posters, number)

    async def _post(self, poster: int, number: int) -> None:
        self._tally.send(number)
        await self._running.post(poster, number)
        await self._tally.complete(number)

    async def _measure_joining(self, numbers: range) -> dict[str, float]:
        await asyncio.sleep(self._load.settle)
        memory, cpu = self._process.memory_bytes(), self._process.cpu_seconds()
        began = time.perf_counter()
        await self._join(numbers)
        seconds = time.perf_counter() - began
        await asyncio.sleep(self._load.settle)
        count = max(1, len(numbers))
        joined = self._process.cpu_seconds()
        figures = {
            "base_mib": memory / 2**20,
            "all_mib": self._process.memory_bytes() / 2**20,
            "join_seconds": seconds,
            "socket_kib": (self._process.memory_bytes() - memory) / 1024 / count,
            "join_ms": (joined - cpu) * 1e3 / count,
        }
        started = time.perf_counter()
        await asyncio.sleep(self._load.settle)
        used = self._process.cpu_seconds() - joined
        return figures | {"idle_percent": 100 * used / (time.perf_counter() - started)}

    async def _measure_burst(self) -> dict[str, float]:
        numbers = itertools.islice(self._numbers, self._load.messages)

        async def keep_posting(poster: int) -> None:
            for number in numbers:
                await self._post(poster, number)

        cpu, deliveries, started = self._process.cpu_seconds(), self._tally.deliveries, time.perf_counter()
        frames = self._tally.frames
        await asyncio.gather(*map(keep_posting, range(self._load.posters)))
        seconds, used = time.perf_counter() - started, self._process.cpu_seconds() - cpu
        return {
            "us_per_delivery": used * 1e6 / (self._tally.deliveries - deliveries),
            "frames_per_delivery": (self._tally.frames - frames) / (self._tally.deliveries - deliveries),
            "us_per_post": used * 1e6 / self._load.messages,
            "posts_per_second": self._load.messages / seconds,
        }

    async def _measure_paced(self) -> dict[str, float]:
        self._tally.is_timing = True
        started, posts = time.perf_counter(), []
        cpu = self._process.cpu_seconds()
        for count, number in enumerate(itertools.islice(self._numbers, self._load.paced)):
            await asyncio.sleep(max(0.0, started + count / self._load.rate - time.perf_counter()))
            posts.append(asyncio.create_task(self._post(count % self._load.posters, number)))
        await asyncio.gather(*posts)
        used = self._process.cpu_seconds() - cpu
        return {
            "paced_us_per_post": used * 1e6 / self._load.paced,
            "p50_ms": self._tally.percentile(0.5),
            "p99_ms": self._tally.percentile(0.99),
        }

    def _ensure_nothing_was_lost(self) -> None:
        """Every member heard every post of its time once, and all of them in the same order."""
        longest = max((member.order for member in self._members), key=len)
        assert len(set(longest)) == len(longest), "a post came twice"
        for member in self._members:
            assert member.order == longest[-len(member.order) :], "members heard different things"
