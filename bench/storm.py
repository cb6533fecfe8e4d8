"""A node dies with thousands of sockets, and all of them come to the other one while people talk on.

Two nodes on one PostgreSQL, its notifications as the bus. Most people's pages are at the first node, some at
the second, to which somebody posts ten times in a second. Then the first node is killed. The nodes share one
core; PostgreSQL and the pages have the others, where there are any: they are other machines in life.
"""

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from bench import machine, ours
from bench.clients import Member
from bench.contestants import OurRoom
from bench.network import Network, fill
from bench.postgresql import running_postgresql
from bench.process import ServerProcess
from bench.returning import Page
from bench.tally import Tally

STAYING = 200
AT_ONCE = 50
RATE = 10
POSTERS = 8
LONGEST_SECONDS = 90.0
STATISTICS_SECONDS = 2.0
READS = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'postgres'"


@dataclass(frozen=True, slots=True)
class Storm:
    """How many pages come back, and for how many seconds the talk before it is timed."""

    members: int
    calm_seconds: float = 10.0


async def measure_storm(storm: Storm, folder: Path, core: int) -> dict[str, Any]:
    """Measure one death of a node. Raises AssertionError when something was missed or doubled."""
    with running_postgresql(folder, core) as postgresql:
        network = await fill(folder, storm.members + STAYING, postgresql.url)
        nodes = [ours.serve_node(folder / f"node-{number}", postgresql.url) for number in range(2)]
        try:
            for node in nodes:
                await node.start()
            machine.use_other_cores(core)
            return await _Measurement(storm, network, nodes, postgresql.address).run()
        finally:
            for node in nodes:
                await node.stop()


class _Measurement:
    def __init__(self, storm: Storm, network: Network, nodes: Sequence[ServerProcess], database: str) -> None:
        self._storm, self._network, self._database = storm, network, database
        self._dying, self._staying = nodes
        self._room = OurRoom(network, self._staying)
        self._tally = Tally()
        self._numbers = itertools.count()
        self._pages: list[Page] = []
        self._posts: set[asyncio.Task[None]] = set()

    async def run(self) -> dict[str, Any]:
        self._tally.members = STAYING
        staying = [await self._room.join(number, self._tally) for number in range(STAYING)]
        await self._open_pages()
        talking = asyncio.create_task(self._talk())
        await asyncio.sleep(2.0)
        calm = await self._time_calm()
        figures = await self._kill()
        # All are at one node now, and in one room: what that costs has nothing to do with the storm.
        await asyncio.sleep(2.0)
        self._take_p95()
        figures["after_p95_ms"] = await self._time_calm()
        talking.cancel()
        await asyncio.gather(talking, *self._posts, return_exceptions=True)
        self._ensure_nothing_was_missed(staying)
        for member in staying:
            member.close()
        for page in self._pages:
            page.close()
        return figures | {"calm_p95_ms": calm, "to_after": figures["storm_p95_ms"] / figures["after_p95_ms"]}

    async def _open_pages(self) -> None:
        gate, port = asyncio.Semaphore(AT_ONCE), self._dying.port

        async def open_one(number: int) -> Page:
            network = self._network
            headers = ours.signed_in(network.tokens[number])
            page = Page(headers, network.room, network.epoch, network.head)
            async with gate:
                await page.connect(lambda: port)
                await page.live.wait()
            return page

        numbers = range(STAYING, STAYING + self._storm.members)
        self._pages = list(await asyncio.gather(*map(open_one, numbers)))

    async def _talk(self) -> None:
        started = time.perf_counter()
        for count, number in enumerate(self._numbers):
            await asyncio.sleep(max(0.0, started + count / RATE - time.perf_counter()))
            self._tally.send(number)
            self._posts.add(task := asyncio.create_task(self._room.post(count % POSTERS, number)))
            task.add_done_callback(self._posts.discard)

    async def _time_calm(self) -> float:
        self._tally.is_timing = True
        await asyncio.sleep(self._storm.calm_seconds)
        return self._take_p95()

    def _take_p95(self) -> float:
        p95 = self._tally.percentile(0.95)
        del self._tally.milliseconds[:]
        return p95

    async def _kill(self) -> dict[str, Any]:
        cpu, reads = self._staying.cpu_seconds(), await self._count_reads()
        port = self._staying.port
        for page in self._pages:
            page.turn_to(lambda: port)
        killed = time.perf_counter()
        os.kill(self._dying.pid, signal.SIGKILL)
        async with asyncio.timeout(LONGEST_SECONDS):
            await asyncio.gather(*(page.back.wait() for page in self._pages))
        p95 = self._take_p95()
        took = time.perf_counter() - killed
        used = self._staying.cpu_seconds() - cpu
        back = sorted(page.back_at - killed for page in self._pages)
        of_talk = took * RATE
        return {
            "back_p50_s": back[len(back) // 2],
            "back_p95_s": back[int(len(back) * 0.95)],
            "back_last_s": back[-1],
            "tries": sum(page.tries for page in self._pages) / len(back),
            "reads": (await self._count_reads() - reads - of_talk) / len(back),
            "cpu_ms": used * 1e3 / len(back),
            "storm_p95_ms": p95,
            "node_mib": self._staying.memory_bytes() / 2**20,
        }

    async def _count_reads(self) -> int:
        """Return how many transactions the database has seen; it tells a little later."""
        await asyncio.sleep(STATISTICS_SECONDS)
        connection = await asyncpg.connect(self._database)
        try:
            return int(await connection.fetchval(READS))
        finally:
            await connection.close()

    def _ensure_nothing_was_missed(self, staying: Sequence[Member]) -> None:
        assert all(page.is_whole for page in self._pages), "a page missed something, or heard it twice"
        for member in staying:
            assert len(set(member.order)) == len(member.order), "a post came twice"
