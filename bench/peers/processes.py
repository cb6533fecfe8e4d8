"""A peer that runs: all of its processes count, and what it needs beside itself, such as Redis, too."""

import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import machine
from bench.process import ServerProcess

PROC = Path("/proc")


class PeerProcess(ServerProcess):
    """A server with its children and helpers. Helpers start before it and end after it."""

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        helpers: Sequence[ServerProcess] = (),
    ) -> None:
        super().__init__(command, port, folder, environment)
        self._helpers = helpers

    async def start(self) -> None:
        """Start everything. Raises ClickException when a part of it ends instead."""
        for helper in self._helpers:
            await helper.start()
        await super().start()

    def cpu_seconds(self) -> float:
        """Return the processor time that all processes have used so far."""
        return sum(helper.cpu_seconds() for helper in self._helpers) + sum(
            machine.cpu_seconds(pid) for pid in self._pids()
        )

    def memory_bytes(self) -> int:
        """Return the memory that all processes hold now."""
        return sum(helper.memory_bytes() for helper in self._helpers) + sum(
            machine.memory_bytes(pid) for pid in self._pids()
        )

    async def stop(self) -> None:
        """End everything."""
        children = self._pids()[1:] if self._process and self._process.poll() is None else []
        await super().stop()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for helper in reversed(self._helpers):
            await helper.stop()

    def _pids(self) -> list[int]:
        """Return all processes of the session that the server leads, itself first."""
        found = [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]
        return [self.pid, *(pid for pid in found if pid != self.pid and _session_of(pid) == self.pid)]


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None
