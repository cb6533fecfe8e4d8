"""The parts of the demo's life by themselves: what they do when the server answers badly or time goes by."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from balkancluster.demo.life.living import Life
from balkancluster.demo.life.pace import DAY, HOUR, Allowance, Pace
from balkancluster.demo.life.visitors import STAYS, Visitors
from balkancluster.demo.life.wire import Api, Away

PATIENCE = 30


@pytest.mark.parametrize(
    "answer",
    [b"", b"not http", b"HTTP/1.1 200 OK\r\n\r\n{", b"HTTP/1.1 okay\r\n\r\n", b"HTTP/1.1 502 x\r\n\r\n<p>"],
)
async def test_a_bad_answer_means_that_the_server_is_away(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Away):
            await Api(f"http://127.0.0.1:{port}", "token").ask("GET", "/rooms")


async def test_a_play_that_fails_begins_again_and_nothing_gets_out() -> None:
    life = Life("http://127.0.0.1:9", {}, Pace(seed=1, speed=1e6))
    tried = asyncio.Semaphore(0)

    async def stumble() -> None:
        tried.release()
        raise RuntimeError("a mistake in the play")

    keep: Callable[[str, Callable[[], Awaitable[None]]], Any] = life._keep
    task = asyncio.create_task(keep("stumbling", stumble))
    async with asyncio.timeout(PATIENCE):
        await tried.acquire()
        await tried.acquire()
    task.cancel()


def test_a_demo_left_alone_does_not_grow_for_ever() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0], an_hour=2, a_day=3)
    allowance.spend()
    allowance.spend()
    assert not allowance.has()
    now[0] = HOUR
    assert allowance.has()
    assert not allowance.has(2)
    allowance.spend()
    now[0] = 3 * HOUR
    assert not allowance.has()
    now[0] = DAY + 1
    assert allowance.has(2)


def test_a_visitor_is_known_from_presence_and_from_what_they_do() -> None:
    now = [0.0]
    visitors = Visitors({"slavica"}, lambda: now[0])
    visitors.note_presence("textile", ["slavica"])
    visitors.note("slavica")
    assert not visitors.are_here
    visitors.note_presence("textile", ["slavica", "ana"])
    assert visitors.are_here
    assert visitors.came.is_set()
    visitors.note_presence("textile", ["slavica"])
    assert not visitors.are_here
    assert not visitors.came.is_set()
    visitors.note("ana")
    assert visitors.are_here
    now[0] = STAYS
    assert not visitors.are_here
    assert visitors.seen == {"ana"}
