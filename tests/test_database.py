"""The ways into the database: everybody gets a turn, and nobody waits for ever."""

import asyncio
import contextlib

import pytest
from sqlalchemy.exc import TimeoutError as NoConnection

from balkancluster import database as ways_in
from balkancluster.database import Database


async def test_who_waits_first_is_served_first(database: Database) -> None:
    served: list[int] = []

    async def take_a_turn(place: int) -> None:
        async with database.read():
            served.append(place)

    async with contextlib.AsyncExitStack() as held:
        for _ in range(database._turns._value):
            await held.enter_async_context(database.read())
        waiting = [asyncio.create_task(take_a_turn(place)) for place in range(20)]
        await asyncio.sleep(0)
        assert served == []
    await asyncio.gather(*waiting)
    assert served == list(range(20))


async def test_who_waits_in_vain_is_told_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_in, "TURN_SECONDS", 0.01)
    async with contextlib.AsyncExitStack() as held:
        for _ in range(database._turns._value):
            await held.enter_async_context(database.read())
        with pytest.raises(NoConnection):
            async with database.read():
                pass
    async with database.read():
        pass
