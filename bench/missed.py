"""Coming back: what it costs to bring up to date who was away, also by a server that was restarted."""

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import machine
from bench.contestants import OurRoom, Ours
from bench.rounds import Row, medians, tell
from bench.tables import Found
from bench.tally import Tally

MEMBERS = 900
POSTERS = 8
AT_ONCE = 10
"""So many members come back at the same time."""

SETTLE = 1.0
RETURN_SECONDS = 30.0
RUNS, RESTARTED = "goes on", "was restarted"


async def run_returns(missed: Sequence[int], tries: int, rounds: int) -> Found:
    """Let members come back in each round; return all figures and their medians."""
    rows: list[Row] = []
    for number in range(rounds):
        tell(f"round {number + 1}: coming back")
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows += [row | {"round": number} for row in await _measure(Path(folder), missed, tries)]
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "tries": tries,
        "rows": rows,
        "medians": medians(rows, ("state", "missed")),
        "missing": [],
    }


async def _measure(folder: Path, missed: Sequence[int], tries: int) -> list[Row]:
    room = await Ours().start(folder, MEMBERS, 0)
    try:
        await _say(room, max(missed))
        rows = [await _come_back(room, RUNS, count, tries) for count in missed]
        await room.process.stop()
        await room.process.start()
        # The first of all loads what every server loads once.
        await _come_back(room, RESTARTED, 1, AT_ONCE)
        return rows + [await _come_back(room, RESTARTED, count, tries) for count in missed]
    finally:
        await room.process.stop()


async def _say(room: OurRoom, count: int) -> None:
    """Let so many posts be in the log, with nobody there to hear them."""
    numbers = iter(range(count))

    async def keep_posting(poster: int) -> None:
        for number in numbers:
            await room.post(poster, number)

    await asyncio.gather(*map(keep_posting, range(POSTERS)))


async def _come_back(room: OurRoom, state: str, missed: int, tries: int) -> Row:
    """Let members come back who have missed so much; note what that costs the server, and who got all."""
    await asyncio.sleep(SETTLE)
    cpu = room.process.cpu_seconds()
    numbers = iter(range(tries))
    whole = sum(await asyncio.gather(*(_return_one_by_one(room, missed, numbers) for _one in range(AT_ONCE))))
    used = room.process.cpu_seconds() - cpu
    return {"state": state, "missed": missed, "ms": used * 1e3 / tries, "whole": 100.0 * whole / tries}


async def _return_one_by_one(room: OurRoom, missed: int, numbers: Iterator[int]) -> int:
    """Come back again and again as another member; return how often everything came, once and in order."""
    whole = 0
    for number in numbers:
        arrivals = _Arrivals(missed)
        member = await room.come_back(number % MEMBERS, arrivals, str(room.head - missed))
        whole += await arrivals.are_whole()
        member.close()
    return whole


class _Arrivals(Tally):
    """Waits until as many posts have come as were missed."""

    def __init__(self, missed: int) -> None:
        super().__init__()
        self._missed = missed
        self._numbers: list[int] = []
        self._all = asyncio.Event()

    def receive(self, number: int, at: float) -> None:
        """Note one post."""
        self._numbers.append(number)
        if len(self._numbers) >= self._missed:
            self._all.set()

    async def are_whole(self) -> bool:
        """Whether every missed post came, and came once."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RETURN_SECONDS):
                await self._all.wait()
        return len(self._numbers) == len(set(self._numbers)) == self._missed
