"""The bus: how one node of an installation tells the others what is new; the settings choose which one."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar

from balkancluster.realtime.bus.hearers import Counters, Hear
from balkancluster.realtime.bus.line import Line, LineError
from balkancluster.realtime.bus.memory import MemoryBus
from balkancluster.realtime.bus.network import NetworkBus
from balkancluster.realtime.bus.news import News
from balkancluster.settings import MEMORY_BUS, POSTGRESQL_BUS, Settings, SettingsError

Kind = TypeVar("Kind")

UNREACHABLE = "The bus of BALKANCLUSTER_BUS_URL cannot be reached: {}."
NO_REDIS = "The bus of BALKANCLUSTER_BUS_URL needs another package: install balkancluster[redis]."


class Bus(Protocol):
    """Tells news to every node, this one included. Nothing is ever needed of it for anything to be right."""

    node: str
    """A random name for this life of the process."""

    counters: Counters

    @property
    def is_connected(self) -> bool:
        """Whether the other nodes are reached just now, as far as is known."""
        ...

    def publish(self, news: News) -> None:
        """Tell those who listen here at once, and all other nodes soon. Never waits, never raises."""
        ...

    def listen(self, kind: type[Kind], hear: Hear[Kind]) -> None:
        """Call `hear(news, node)` with all news of a kind from now on, this node's own included."""
        ...

    def on_gap(self, act: Callable[[], None]) -> None:
        """Call `act` after each subscription: something may have been missed before it."""
        ...

    async def ensure_reachable(self) -> None:
        """Try once whether the other end can be reached. Raises LineError."""
        ...

    async def run(self) -> None:
        """Send and hear until `close`."""
        ...

    async def close(self) -> None:
        """Send what is still queued, if that goes quickly, and end `run`."""
        ...


def open_bus(settings: Settings) -> Bus:
    """Return the bus that the settings choose; nothing is connected yet. Raises SettingsError."""
    if settings.bus_url == MEMORY_BUS:
        return MemoryBus()
    try:
        line = _line(settings, _channel(settings))
    except ValueError as error:
        # The text of this error may hold a part of the password.
        raise SettingsError("BALKANCLUSTER_BUS_URL cannot be read.") from error
    return NetworkBus(line, settings.key)


async def ensure_reachable(settings: Settings) -> None:
    """Refuse to start with a bus that cannot be reached. Raises SettingsError with one sentence."""
    bus = open_bus(settings)
    try:
        await bus.ensure_reachable()
    except LineError as error:
        raise SettingsError(UNREACHABLE.format(str(error).rstrip("."))) from error


def _line(settings: Settings, channel: str) -> Line:
    scheme = settings.bus_url.partition(":")[0]
    if scheme == "postgresql":
        from balkancluster.realtime.bus.postgresql import PostgresqlLine

        is_same = settings.bus_url == POSTGRESQL_BUS
        return PostgresqlLine(settings.database_url if is_same else settings.bus_url, channel)
    try:
        from balkancluster.realtime.bus.redis import RedisLine
    except ImportError as error:
        raise SettingsError(NO_REDIS) from error
    return RedisLine(settings.bus_url, channel)


def _channel(settings: Settings) -> str:
    """One Redis may serve several installations: each has a channel of its own, which names nothing."""
    owner = f"{settings.secret} {settings.base_url}" if settings.secret else settings.database_url
    return "balkancluster_" + hashlib.blake2b(owner.encode(), digest_size=8).hexdigest()
