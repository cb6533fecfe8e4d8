"""Work that is repeated while the process lives."""

import asyncio
from collections.abc import Sequence

from balkancluster.jobs import Together, repeating


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


async def test_all_who_wait_get_one_answer_and_who_comes_meanwhile_the_next() -> None:
    asked: list[list[str]] = []
    is_under_way, may_answer = asyncio.Event(), asyncio.Event()

    async def answer(names: Sequence[str]) -> dict[str, int]:
        asked.append(list(names))
        is_under_way.set()
        await may_answer.wait()
        return {name: len(name) for name in names if name != "nobody"}

    together = Together("names", answer, 2)
    first = [asyncio.create_task(together.ask(name)) for name in ("ana", "ana", "nobody")]
    await is_under_way.wait()
    late = asyncio.create_task(together.ask("ana"))
    first[0].cancel()
    await asyncio.sleep(0)
    may_answer.set()
    assert await asyncio.gather(*first[1:], late) == [3, None, 3]
    await together.settle()
    assert asked == [["ana", "nobody"], ["ana"]]
