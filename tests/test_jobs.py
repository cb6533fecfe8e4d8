"""Work that is repeated while the process lives."""

import asyncio

from balkancluster.jobs import repeating


async def test_a_round_that_fails_is_followed_by_the_next() -> None:
    rounds = 0
    third = asyncio.Event()

    async def sweep() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise ConnectionError
        if rounds == 3:
            third.set()

    async with repeating({"sweep": (0.001, sweep)}):
        await asyncio.wait_for(third.wait(), 5)


async def test_a_round_under_way_is_finished_before_the_process_stops() -> None:
    started, finished = asyncio.Event(), asyncio.Event()

    async def read() -> None:
        started.set()
        await asyncio.sleep(0.05)
        finished.set()

    async with repeating({"read": (0.001, read)}):
        await asyncio.wait_for(started.wait(), 5)
    assert finished.is_set()
