"""Traps in the real program: it dies, or loses something, at a point that no signal from outside can hit.

A trap is set by making a file of its name in the folder FAULTS_TRAPS, and springs once.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles

from balkancluster import clock, database, engines, settings
from balkancluster.cli import serve
from balkancluster.mail import sending
from balkancluster.realtime import elsewhere, presence, server
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from tests.faults.mutants.patching import put, put_everywhere

TRAPS = "FAULTS_TRAPS"


def springs(name: str) -> bool:
    """Return whether the trap of this name was set, and take it away."""
    trap = Path(os.environ[TRAPS]) / name
    try:
        trap.unlink()
    except FileNotFoundError:
        return False
    return True


def die() -> None:
    """End as by SIGKILL: nothing is flushed, nobody is told."""
    os._exit(137)


def die_after_commit() -> None:
    """Die when a batch of the log is committed and neither answered nor hinted."""
    sessions: set[int] = set()

    async def write_and_remember(self: Any) -> Any:
        moved = await write_events(self)
        if moved:
            sessions.add(id(self.session))
        return moved

    async def commit_and_die(self: Any) -> None:
        await commit(self)
        if id(self) in sessions and springs("die-after-commit"):
            die()
        sessions.discard(id(self))

    write_events = put(Transaction, "write_events", write_and_remember)
    commit = put(AsyncSession, "commit", commit_and_die)


def die_after_hint() -> None:
    """Die when a batch is committed and hinted, and its senders still wait for their answers."""

    def begin_with_trap(self: Any, database: Any, tell: Any, *others: Any) -> None:
        def tell_and_die(heads: dict[int, int]) -> None:
            tell(heads)
            if heads and springs("die-after-hint"):
                die()

        begin(self, database, tell_and_die, *others)

    begin = put(Log, "__init__", begin_with_trap)


def lose_hints() -> None:
    """Lose every hint, from the first to the last."""
    put(Hub, "hint", lambda _self, _hints: None)


HOLD_SECONDS = 4.0


def hold_connections() -> None:
    """Hold every connection of the pool for a while, and let who waits for one wait a second only."""

    async def hold(self: Any) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(engines.CONNECTIONS + engines.CONNECTIONS_TO_SERVER):
                group.create_task(hold_one(self))

    async def hold_one(self: Any) -> None:
        with contextlib.suppress(SQLAlchemyError):
            async with read(self):
                await asyncio.sleep(HOLD_SECONDS)

    @contextlib.asynccontextmanager
    async def read_or_hold(self: Any) -> AsyncIterator[AsyncSession]:
        if springs("hold-connections"):
            _holding.add(asyncio.create_task(hold(self)))
        async with read(self) as session:
            yield session

    put(database, "TURN_SECONDS", 1.0)
    read = put(database.Database, "read", read_or_hold)


_holding: set[asyncio.Task[None]] = set()


def be_impatient() -> None:
    """Shorten what takes minutes: heartbeat, pings, leases, and how long a peer may not read."""

    def configure(*arguments: Any) -> Any:
        config = server_config(*arguments)
        config.ws_ping_interval = config.ws_ping_timeout = 1.0
        return config

    def choose(*arguments: Any, **named: Any) -> Any:
        return replace(read_settings(*arguments, **named), heartbeat_seconds=1.0, presence_seconds=0.3)

    server_config = put(serve, "server_config", configure)
    read_settings = put(settings, "read_settings", choose)
    put_everywhere("read_settings", read_settings, choose)
    put(server, "STALLED_SECONDS", 2.0)
    put(presence, "LEASE", 3.0)
    put(elsewhere, "RENEW", 0.5)
    put(elsewhere, "SILENCE", 2.0)


def run_behind() -> None:
    """Start with clocks an hour behind, the node's own and its database's, if the trap was set before."""
    if not springs("clock-behind"):
        return
    real = clock.now
    put(clock, "now", lambda: real() - timedelta(hours=1))
    behind = {
        "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 hour')",
        "postgresql": "now() - interval '1 hour'",
    }
    for dialect, function in behind.items():
        compiles(database.clock_of_database, dialect)(lambda *_details, _text=function, **_options: _text)


def die_after_letter() -> None:
    """Die when the mail server has taken a letter and nobody has noted it; wait seconds, not minutes."""

    async def hand_over_and_die(*arguments: Any) -> Any:
        error = await hand_over(*arguments)
        if error is None and springs("die-after-letter"):
            die()
        return error

    hand_over = put(sending, "_hand_over", hand_over_and_die)
    put(sending, "LEASE", timedelta(seconds=2))
    put(sending, "FIRST_WAIT", timedelta(seconds=0.5))


FAIL_POINTS: dict[str, Callable[[], None]] = {
    "die-after-commit": die_after_commit,
    "die-after-hint": die_after_hint,
    "lose-hints": lose_hints,
    "hold-connections": hold_connections,
    "impatient": be_impatient,
    "clock-behind": run_behind,
    "die-after-letter": die_after_letter,
}
