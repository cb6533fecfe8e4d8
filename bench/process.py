"""A server under test: a process of its own, and what it uses."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import click

from bench import machine

START_SECONDS = 60.0
STOP_SECONDS = 20.0
ASK_AGAIN = 0.01
OF_THIS_PERSON = ("BALKANCLUSTER_", "PYTHONDONTWRITEBYTECODE")


class Measured(Protocol):
    """A server that runs, of one process or of several."""

    @property
    def port(self) -> int:
        """Return where it listens."""

    async def start(self) -> None:
        """Start it, and wait until it takes connections."""

    def words(self) -> str:
        """Return what it has printed."""

    def cpu_seconds(self) -> float:
        """Return the processor time it has used so far."""

    def memory_bytes(self) -> int:
        """Return the memory it holds now."""

    async def stop(self) -> None:
        """End it."""


class ServerProcess:
    """One server on one port. Its words go to a file beside its data."""

    def __init__(
        self, command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.port = port
        self._command = command
        self._log = folder / "server.log"
        self._environment = _clean_environment() | dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, and wait until it takes connections. Raises ClickException when it ends instead."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own command, started at once
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while not await self._listens():
            if self._process.poll() is not None or time.monotonic() > end:
                await self.stop()
                raise click.ClickException(f"The server did not start:\n{self.words()}")
            await asyncio.sleep(ASK_AGAIN)

    async def _listens(self) -> bool:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True

    def words(self) -> str:
        """Return what the server has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """Return the id of the running process."""
        assert self._process is not None
        return self._process.pid

    def cpu_seconds(self) -> float:
        """Return the processor time it has used so far."""
        return machine.cpu_seconds(self.pid)

    def memory_bytes(self) -> int:
        """Return the memory it holds now."""
        return machine.memory_bytes(self.pid)

    async def stop(self) -> None:
        """End it, in its own way or at once."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            await asyncio.to_thread(self._process.wait)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_PERSON)}
