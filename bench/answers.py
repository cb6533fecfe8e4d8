"""Posts that are answered: how many people, each with one post on its way, a server answers after its commit.

Nobody listens. The clients read no more of an answer than its first line and its length: they share the core
with the server, and what they need is missing there.
"""

import asyncio
import itertools
import statistics
import tempfile
import time
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from bench import machine, ours
from bench.network import Network, fill
from bench.process import ServerProcess
from bench.rounds import Row, medians, tell
from bench.tables import Found
from bench.tally import CLIENT_ID, body

TURN = 50
"""After so many posts somebody else goes on: the limit of one person is 100 in ten seconds."""

PEOPLE_OF_A_POSTER = 16
WARM_POSTS = 200
ANSWER_SECONDS = 120.0


async def run_answers(posters: int, messages: int, rounds: int) -> Found:
    """Measure in each round; return all figures and their medians."""
    rows: list[Row] = []
    for number in range(rounds):
        tell(f"round {number + 1}: {posters} posters")
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows.append({"round": number, "server": "BalkanCluster", "posters": posters})
            rows[-1] |= await _measure(Path(folder), posters, messages)
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "messages": messages,
        "rows": rows,
        "medians": medians(rows, ("server", "posters")),
        "missing": [],
    }


async def _measure(folder: Path, posters: int, messages: int) -> dict[str, float]:
    network = await fill(folder, posters * PEOPLE_OF_A_POSTER)
    process = ours.serve(folder, ours.free_port())
    await process.start()
    try:
        numbers = itertools.count()
        people = [_Poster(network, number, posters, numbers) for number in range(posters)]
        for poster in people:
            await poster.connect(process.port)
        await _post(people, WARM_POSTS)
        return await _timed(process, people, messages)
    finally:
        await process.stop()


async def _timed(process: ServerProcess, people: "Sequence[_Poster]", messages: int) -> dict[str, float]:
    for poster in people:
        poster.milliseconds = array("d")
    cpu, started = process.cpu_seconds(), time.perf_counter()
    await _post(people, messages)
    seconds, used = time.perf_counter() - started, process.cpu_seconds() - cpu
    times = sorted(itertools.chain.from_iterable(poster.milliseconds for poster in people))
    return {
        "posts_per_second": messages / seconds,
        "us_per_post": used * 1e6 / messages,
        "p50_ms": statistics.median(times),
        "p99_ms": times[int(len(times) * 0.99)],
    }


async def _post(people: "Sequence[_Poster]", messages: int) -> None:
    budget = iter(range(messages))
    async with asyncio.timeout(ANSWER_SECONDS):
        await asyncio.gather(*(poster.post_while(budget) for poster in people))


class _Poster(asyncio.Protocol):
    """A connection that posts again as soon as it is answered, for one person after another."""

    def __init__(self, network: Network, number: int, posters: int, numbers: Iterator[int]) -> None:
        self.milliseconds = array("d")
        self._network = network
        self._people = range(number, posters * PEOPLE_OF_A_POSTER, posters)
        self._numbers = numbers
        self._said = 0
        self._received = b""
        self._sent = 0.0
        self._budget: Iterator[int] = iter(())
        self._done: asyncio.Future[None] | None = None

    async def connect(self, port: int) -> None:
        """Connect to a server on this machine."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what posts are written to."""
        self._transport = cast(asyncio.Transport, transport)

    async def post_while(self, budget: Iterator[int]) -> None:
        """Post as long as the shared budget lasts. Raises ConnectionError when a post is refused."""
        self._budget, self._done = budget, asyncio.get_running_loop().create_future()
        self._post()
        await self._done

    def _post(self) -> None:
        assert self._done is not None
        if next(self._budget, None) is None:
            self._done.set_result(None)
            return
        person = self._people[self._said // TURN % PEOPLE_OF_A_POSTER]
        number, self._said = next(self._numbers), self._said + 1
        request = ours.post_request(self._network, person, CLIENT_ID % number, body(number))
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Look whether the answer is whole, note how long it took, and go on."""
        self._received += data
        head, end, content = self._received.partition(b"\r\n\r\n")
        if not end or len(content) < int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]):
            return
        self._received = b""
        assert self._done is not None
        if not head.startswith(b"HTTP/1.1 201"):
            self._done.set_exception(ConnectionError(f"a post was refused: {head!r} {content!r}"))
            return
        self.milliseconds.append((time.perf_counter() - self._sent) * 1e3)
        self._post()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody may wait for a server that has hung up."""
        if self._done is not None and not self._done.done():
            self._done.set_exception(ConnectionError("the server hung up"))
