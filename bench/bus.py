"""What a hint costs over each bus: told by one node, heard by another, both in this process."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from balkancluster.realtime.bus.bus import Bus, open_bus
from balkancluster.realtime.bus.memory import MemoryBus
from balkancluster.realtime.bus.news import Heads
from balkancluster.settings import MEMORY_BUS, Settings
from bench import machine
from bench.rounds import medians, tell
from bench.tables import Found
from tests.services.postgresql import PostgreSQL, find_postgresql
from tests.services.redis import Redis, find_redis

BATCHES = (1, 50)
SECRET = "three dozen characters of no meaning"  # noqa: S105 - nobody but these two nodes shares it
WARMING = 50


class Ear:
    """Counts the hints that one node hears from the other."""

    def __init__(self, bus: Bus, teller: Bus) -> None:
        self._teller = teller
        self._wanted = 0
        self._heard = 0
        self._all = asyncio.Event()
        bus.listen(Heads, self._take)

    def _take(self, news: Heads, node: str) -> None:
        if node == self._teller.node:
            self._heard += len(news.heads)
            if self._heard >= self._wanted:
                self._all.set()

    async def hear(self, hints: int) -> None:
        """Return when so many more were heard."""
        self._wanted += hints
        self._all.clear()
        if self._heard < self._wanted:
            await self._all.wait()


async def run_bus(hints: int, rounds: int) -> Found:
    """Measure every bus that is here, with hints alone and many together."""
    rows: list[dict[str, Any]] = []
    missing: list[str] = []
    async with AsyncExitStack() as stack:
        urls = {"memory": MEMORY_BUS}
        if program := find_redis():
            server = Redis(program)
            stack.callback(server.stop)
            server.start()
            urls["redis"] = server.url
        else:
            missing.append("redis-server or valkey-server")
        if programs := find_postgresql():
            database = PostgreSQL(programs)
            stack.callback(database.stop)
            database.start()
            urls["postgresql"] = database.url("postgres").replace("+asyncpg", "")
        else:
            missing.append("PostgreSQL")
        for number, (name, url), batch in itertools.product(range(rounds), urls.items(), BATCHES):
            tell(f"round {number + 1}: {name}, {batch} together")
            rows.append({"round": number, "bus": name, "batch": batch, **await _measure(url, hints, batch)})
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "hints": hints,
        "rows": rows,
        "medians": medians(rows, ("bus", "batch")),
        "missing": missing,
    }


async def _measure(url: str, hints: int, batch: int) -> dict[str, float]:
    settings = Settings("sqlite+aiosqlite://", secret=SECRET, bus_url=url)
    async with _running(open_bus(settings)) as nis, _running(open_bus(settings)) as sofia:
        hearer = nis if isinstance(nis, MemoryBus) else sofia
        ear = Ear(hearer, nis)
        await _tell(nis, ear, WARMING * batch, batch)
        began, used = time.perf_counter(), time.process_time()
        await _tell(nis, ear, hints, batch)
        passed, used = time.perf_counter() - began, time.process_time() - used
    return {"us_cpu": used / hints * 1e6, "us": passed / hints * 1e6}


async def _tell(bus: Bus, ear: Ear, hints: int, batch: int) -> None:
    """Tell hints of different rooms, so many together, and each batch once the one before was heard."""
    for first in range(0, hints, batch):
        for number in range(first, first + batch):
            bus.publish(Heads({1 + number % 1_000: number}))
        await ear.hear(batch)


@asynccontextmanager
async def _running(bus: Bus) -> AsyncIterator[Bus]:
    opened = asyncio.Event()
    bus.on_gap(opened.set)
    running = asyncio.create_task(bus.run())
    if not isinstance(bus, MemoryBus):
        await opened.wait()
    yield bus
    await bus.close()
    await running
