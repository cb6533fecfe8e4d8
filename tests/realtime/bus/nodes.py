"""Several nodes of one installation, as far as the bus is concerned."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from redis.asyncio.connection import ConnectionPool

from balkancluster.realtime.bus.bus import Bus, open_bus
from balkancluster.realtime.bus.memory import MemoryBus
from balkancluster.realtime.bus.network import NetworkBus
from balkancluster.realtime.bus.news import Changed, Ended, Heads, Here, Tries, Typing
from balkancluster.settings import Settings

SECRET = "Vunena nit iz Leskovca, 5.000 komada"
KINDS = (Heads, Ended, Changed, Typing, Here, Tries)
PATIENCE = 10


class Ear:
    """What one node hears, in order, with the name of who told it."""

    def __init__(self, bus: Bus) -> None:
        self.heard: list[tuple[Any, str]] = []
        self._changed = asyncio.Event()
        for kind in KINDS:
            bus.listen(kind, self._take)

    def _take(self, news: Any, node: str) -> None:
        self.heard.append((news, node))
        self._changed.set()

    @property
    def news(self) -> list[Any]:
        """The news without who told it."""
        return [news for news, _node in self.heard]

    async def until(self, news: Any) -> None:
        """Return once this very piece of news was heard."""
        async with asyncio.timeout(PATIENCE):
            while news not in self.news:
                self._changed.clear()
                await self._changed.wait()


def bus_settings(bus_url: str, secret: str = SECRET) -> Settings:
    """Return settings of a node; only the bus matters."""
    return Settings("sqlite+aiosqlite://", base_url="https://klaster.example", secret=secret, bus_url=bus_url)


@asynccontextmanager
async def node(bus_url: str, secret: str = SECRET) -> AsyncIterator[tuple[Bus, Ear]]:
    """Run the bus of one node; it hears the others from the beginning of the block on."""
    bus = open_bus(bus_settings(bus_url, secret))
    ear, gap = Ear(bus), asyncio.Event()
    bus.on_gap(gap.set)
    running = asyncio.create_task(bus.run())
    if not isinstance(bus, MemoryBus):
        async with asyncio.timeout(PATIENCE):
            await gap.wait()
    yield bus, ear
    await bus.close()
    await running


async def shout(bus_url: str, channel: str, payload: bytes) -> None:
    """Publish anything at all, as somebody who has found the way to the server."""
    if bus_url.startswith("redis"):
        connection = ConnectionPool.from_url(bus_url, protocol=2).make_connection()  # type: ignore[no-untyped-call]
        await connection.send_command("PUBLISH", channel, payload)
        await connection.read_response()
        await connection.disconnect()
    else:
        line = await asyncpg.connect(bus_url)
        await line.execute("SELECT pg_notify($1, $2)", channel, payload.decode("utf-8", "replace"))
        await line.close()


def channel_of(bus: Bus) -> str:
    """Return the channel on which a node hears."""
    assert isinstance(bus, NetworkBus)
    channel: str = bus._line._channel  # type: ignore[attr-defined]
    return channel
