"""The real program as a process of its own, which a test can kill and start again."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import httpx2

from tests.services.ports import free_port

START_SECONDS = 120
STOP_SECONDS = 15


class Program:
    """A server started from the command line, on one port for all of its lives.

    `command` is what stands before the subcommand; another interpreter there runs an installed wheel.
    """

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        command: Sequence[str] = (sys.executable, "-m", "balkancluster"),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = folder
        self._command = (*command, *arguments, "--port", str(self.port))
        self._environment = _clean_environment() | dict(environment or {})
        self._folder = folder
        self._log = folder / f"program-{self.port}.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the program and return when it is ready for people."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env=self._environment,
            )
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._wait_until_ready(self._process)
        except TimeoutError:
            await self.kill()
            raise AssertionError(f"not ready after {START_SECONDS} s:\n{self.output()}") from None

    @property
    def is_running(self) -> bool:
        """Whether the program was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """Return the number of its process."""
        assert self._process is not None
        return self._process.pid

    def freeze(self) -> None:
        """Let the program stand still, as on a machine that is out of memory; its lines stay open."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the program go on."""
        os.kill(self.pid, signal.SIGCONT)

    async def ended(self) -> int:
        """Wait until the program has ended by itself, and return its status."""
        assert self._process is not None
        return await self._process.wait()

    async def kill(self) -> None:
        """End the program as a power cut would: with SIGKILL, nothing written, nobody told."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Ask the program to end, as a service manager does, and wait until it has."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.kill()
            raise AssertionError(f"still running {STOP_SECONDS} s after SIGTERM:\n{self.output()}") from None

    def output(self) -> str:
        """Return all that the program has printed in all of its lives."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    async def _wait_until_ready(self, process: asyncio.subprocess.Process) -> None:
        async with httpx2.AsyncClient(base_url=self.url) as client:
            while process.returncode is None:
                try:
                    if (await client.get("/health/ready")).status_code == httpx2.codes.OK:
                        return
                except httpx2.TransportError:
                    pass
                # A process offers nothing to await before it listens, so this one place asks again.
                await asyncio.sleep(0.05)
        raise AssertionError(f"ended with {process.returncode} before it was ready:\n{self.output()}")


StartProgram = Callable[..., Awaitable[Program]]


def _clean_environment() -> dict[str, str]:
    # No setting of the person who runs the tests may leak into the program under test.
    unwanted = ("BALKANCLUSTER_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
