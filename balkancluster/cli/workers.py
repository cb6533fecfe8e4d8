"""Several processes on one address: a small supervisor starts, replaces and ends them together.

It binds the socket once and hands it to every worker, so that nobody is refused while one of them restarts. A
worker is the same command started again, never a copy of a running process: what a supervisor has in memory,
loops and connections and locks, is no business of its workers, and a renewed one runs the program as it is
installed by then.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from balkancluster.cli.worker import READY, SOCKET

READY_SECONDS = 60.0
STEADY_SECONDS = 10.0
"""A worker that lived so long did not fail at its start."""

TRIES = 5
"""So many workers of one place in a row may fail at their start before the supervisor gives up."""

FIRST_WAIT = 0.25
STOP_SECONDS = 9.0

logger = logging.getLogger("balkancluster.workers")


class CrashLoopError(Exception):
    """Workers end as soon as they start; the text says so in one sentence."""


class Worker:
    """One process. It holds the other end of its standard input, and ends when the supervisor is gone."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self._born = time.monotonic()

    @property
    def is_steady(self) -> bool:
        """Whether it has lived long enough not to count as failed."""
        return time.monotonic() - self._born >= STEADY_SECONDS

    async def becomes_ready(self) -> bool:
        """Wait until it serves; False when it ended before, or is ended here because it took too long."""
        assert self.process.stdout is not None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_SECONDS):
                return await self.process.stdout.readline() == READY
        self.kill()
        return False

    def terminate(self) -> None:
        """Ask it to say goodbye to its people and to end."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    async def stop(self) -> None:
        """Ask it to end, and end it when it takes too long."""
        self.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self.process.wait()
        except TimeoutError:
            logger.warning("a worker did not end in time", extra={"pid": self.process.pid})
            self.kill()
            await self.process.wait()


class Place:
    """One of the N places, which a living worker fills for as long as the supervisor lives."""

    def __init__(self, number: int, descriptor: int) -> None:
        self.number = number
        self.is_ready = asyncio.Event()
        self._descriptor = descriptor
        self._failures = 0
        self._worker: Worker | None = None
        self._started: list[Worker] = []
        self._changing = asyncio.Lock()

    async def keep(self) -> None:
        """Start a worker, and another one whenever it ends unasked. Raises CrashLoopError."""
        await self._fill()
        while True:
            worker = self._worker
            assert worker is not None
            status = await worker.process.wait()
            async with self._changing:
                if worker is self._worker:
                    await self._note_end(worker, status)
                    await self._fill()

    async def renew(self) -> bool:
        """Put a new worker beside the old one, and end the old one once the new one serves."""
        async with self._changing:
            fresh, old = await self._start(), self._worker
            if not await fresh.becomes_ready():
                logger.error("a new worker does not start: the old ones go on", extra={"worker": self.number})
                return False
            self._worker = fresh
        logger.info("worker renewed", extra={"worker": self.number, "pid": fresh.process.pid})
        if old:
            await old.stop()
        return True

    async def empty(self) -> None:
        """End every worker of this place."""
        await asyncio.gather(*(worker.stop() for worker in self._started))

    async def _start(self) -> Worker:
        worker = await start_worker(self._descriptor)
        self._started = [*(one for one in self._started if one.process.returncode is None), worker]
        return worker

    async def _fill(self) -> None:
        self._worker = worker = await self._start()
        if await worker.becomes_ready():
            logger.info("worker ready", extra={"worker": self.number, "pid": worker.process.pid})
            self.is_ready.set()

    async def _note_end(self, worker: Worker, status: int) -> None:
        """Wait the longer the more often workers of this place failed. Raises CrashLoopError."""
        self._failures = 0 if worker.is_steady else self._failures + 1
        logger.error("worker ended", extra={"worker": self.number, "status": status})
        if self._failures >= TRIES:
            raise CrashLoopError(
                f"Workers end as soon as they start: {TRIES} in a row, the last with status {status}."
            )
        if self._failures:
            await asyncio.sleep(FIRST_WAIT * 2 ** (self._failures - 1))


async def start_worker(descriptor: int) -> Worker:
    """Start the command of this process again, as a worker on this socket."""
    process = await asyncio.create_subprocess_exec(
        *own_command(),
        env=os.environ | {SOCKET: str(descriptor)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        pass_fds=(descriptor,),
        # Ctrl-C reaches every process of a group, and the supervisor tells its workers itself.
        process_group=0,
    )
    return Worker(process)


def own_command() -> list[str]:
    """Return what starts this program again, as it is installed by now.

    An installed command names its interpreter itself: that of another version, once the folder of the
    installation points to another one. Python knows by itself only the interpreter that it was.
    """
    program, *arguments = sys.orig_argv[1:]
    if Path(program).is_file() and os.access(program, os.X_OK):
        return [str(Path(program).absolute()), *arguments]
    return [sys.executable, program, *arguments]


class Supervisor:
    """Keeps `count` workers on one listening socket; `on_ready` is called once all of them serve."""

    def __init__(self, count: int, descriptor: int, on_ready: Callable[[], None]) -> None:
        self._places = [Place(number, descriptor) for number in range(1, count + 1)]
        self._on_ready = on_ready
        self._stop_asked = asyncio.Event()
        self._renewal_asked = asyncio.Event()

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT; SIGHUP renews one worker after another. Raises CrashLoopError."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop_asked.set)
        loop.add_signal_handler(signal.SIGHUP, self._renewal_asked.set)
        keepers = [asyncio.create_task(place.keep()) for place in self._places]
        others = [asyncio.create_task(work()) for work in (self._stop_asked.wait, self._tell_and_renew)]
        try:
            done, _ = await asyncio.wait([*keepers, *others], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (*keepers, *others):
                task.cancel()
            await asyncio.gather(*(place.empty() for place in self._places))

    async def _tell_and_renew(self) -> None:
        for place in self._places:
            await place.is_ready.wait()
        self._on_ready()
        while True:
            await self._renewal_asked.wait()
            self._renewal_asked.clear()
            for place in self._places:
                if not await place.renew():
                    break


def supervise(count: int, descriptor: int, on_ready: Callable[[], None]) -> None:
    """Run `count` workers until this process is told to stop. Raises CrashLoopError."""

    async def run() -> None:
        await Supervisor(count, descriptor, on_ready).run()

    asyncio.run(run())
