"""The supervisor by itself: who ends is replaced, who is renewed is not missed, all end together."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from balkancluster.cli.workers import own_command

PROGRAM = Path(__file__).parent / "little_program.py"
SECONDS = 30


class Led:
    """A supervisor with its workers, seen from outside."""

    def __init__(self, process: asyncio.subprocess.Process, mode: Path) -> None:
        self.process = process
        self.mode = mode
        self.port = 0

    async def line(self) -> bytes:
        """Return the next line that it prints."""
        assert self.process.stdout
        async with asyncio.timeout(SECONDS):
            return await self.process.stdout.readline()

    async def said(self, words: str) -> str:
        """Return the next line of its log with these words in it."""
        assert self.process.stderr
        async with asyncio.timeout(SECONDS):
            while line := (await self.process.stderr.readline()).decode():
                if words in line:
                    return line
        raise AssertionError(f"never said: {words}")

    async def who_answers(self) -> int:
        """Return the process that answers a new connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answer = await reader.readline()
        writer.close()
        return int(answer)

    async def everybody(self, count: int) -> set[int]:
        """Return so many different processes, asking until each has answered."""
        found: set[int] = set()
        async with asyncio.timeout(SECONDS):
            while len(found) < count:
                found.add(await self.who_answers())
        return found

    async def end(self) -> int:
        """Wait for the end and return the status."""
        async with asyncio.timeout(SECONDS):
            return await self.process.wait()


Lead = Callable[..., Awaitable[Led]]


@pytest.fixture
async def lead(tmp_path: Path) -> AsyncIterator[Lead]:
    """Starts a supervisor; it is ended after the test."""
    started: list[Led] = []

    async def start(workers: int, mode: str = "serve", *, ready: bool = True) -> Led:
        (tmp_path / "mode").write_text(mode, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(PROGRAM),
            str(workers),
            str(tmp_path / "mode"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(led := Led(process, tmp_path / "mode"))
        if ready:
            led.port = int(await led.line())
        return led

    yield start
    for led in started:
        if led.process.returncode is None:
            led.process.kill()
            await led.process.wait()


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(processes: set[int]) -> None:
    """Wait until none of these lives; a stranger's process offers nothing to await."""
    async with asyncio.timeout(SECONDS):
        while any(map(lives, processes)):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)


async def test_all_workers_answer_on_one_address(lead: Lead) -> None:
    led = await lead(3)
    assert led.process.pid not in await led.everybody(3)


async def test_a_worker_that_dies_is_replaced(lead: Lead) -> None:
    led = await lead(2)
    first, second = await led.everybody(2)
    os.kill(first, signal.SIGKILL)
    assert '"status": -9' in await led.said("worker ended")
    await led.said("worker ready")
    assert (await led.everybody(2)) & {first, second} == {second}


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
async def test_all_end_together(lead: Lead, asked: signal.Signals) -> None:
    led = await lead(2)
    workers = await led.everybody(2)
    led.process.send_signal(asked)
    assert await led.end() == 0
    assert not any(map(lives, workers))


async def test_who_does_not_end_is_ended(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    led = await lead(1, "stay")
    (worker,) = await led.everybody(1)
    led.process.terminate()
    await led.said("did not end in time")
    assert await led.end() == 0
    assert not lives(worker)


async def test_no_worker_outlives_a_supervisor_that_is_killed(lead: Lead) -> None:
    led = await lead(2)
    workers = await led.everybody(2)
    led.process.kill()
    await led.end()
    await gone(workers)


async def test_workers_are_renewed_one_after_another_and_nobody_is_refused(lead: Lead) -> None:
    led = await lead(2)
    before = await led.everybody(2)
    led.process.send_signal(signal.SIGHUP)
    renewed = asyncio.gather(led.said("worker renewed"), gone(before))
    while not renewed.done():
        await led.who_answers()
    await renewed
    assert not await led.everybody(2) & before


async def test_old_workers_go_on_when_new_ones_do_not_start(lead: Lead) -> None:
    led = await lead(2)
    before = await led.everybody(2)
    led.mode.write_text("fail", encoding="utf-8")
    led.process.send_signal(signal.SIGHUP)
    await led.said("the old ones go on")
    assert await led.everybody(2) == before


async def test_workers_that_end_at_their_start_are_a_reason_to_give_up(lead: Lead) -> None:
    led = await lead(2, "fail", ready=False)
    sentence = await led.said("as soon as they start")
    assert sentence == "Workers end as soon as they start: 5 in a row, the last with status 3.\n"
    assert await led.end() == 1


@pytest.mark.parametrize("is_installed", [True, False])
def test_a_renewed_worker_is_of_the_version_that_is_installed_by_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_installed: bool
) -> None:
    program = tmp_path / "balkancluster"
    program.write_text("#!/srv/balkancluster/versions/2/bin/python\n", encoding="utf-8")
    program.chmod(0o755 if is_installed else 0o644)
    monkeypatch.setattr(sys, "orig_argv", ["/srv/versions/1/bin/python", str(program), "serve"])
    expected = [str(program), "serve"]
    assert own_command() == (expected if is_installed else [sys.executable, *expected])


def test_a_module_is_started_again_by_the_same_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "balkancluster", "serve"])
    assert own_command() == [sys.executable, "-m", "balkancluster", "serve"]
