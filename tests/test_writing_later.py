"""Rows that are written last in a transaction: all of them, in order, or none, and what is wrong is said."""

import contextlib
from typing import cast

import pytest
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, execute, fetch
from balkancluster.realtime.models import ROOM, Stream

STREAM = cast(Table, Stream.__table__)
INSERT = insert(STREAM)


def rows(*numbers: int) -> list[dict[str, object]]:
    return [{"id": number, "kind": ROOM, "epoch": "e", "head": 0} for number in numbers]


async def count(session: AsyncSession) -> int:
    return int((await fetch(session, select(func.count()).select_from(Stream)))[0][0])


async def test_rows_are_there_after_the_commit(database: Database) -> None:
    async with database.write() as session:
        await execute(session, INSERT, rows(1, 2))
        await execute(session, INSERT, rows(3))
        await execute(session, update(STREAM).where(STREAM.c.id == 3).values(head=7), [{}])
    async with database.read() as session:
        assert await count(session) == 3
        assert (await fetch(session, select(Stream.head).where(Stream.id == 3)))[0].head == 7


async def test_a_later_statement_sees_what_was_written_before(database: Database) -> None:
    async with database.write() as session:
        await execute(session, INSERT, rows(1, 2))
        assert await count(session) == 2


async def write(database: Database, *batches: list[dict[str, object]]) -> None:
    async with database.write() as session:
        for batch in batches:
            await execute(session, INSERT, batch)


async def test_a_row_that_breaks_a_rule_takes_all_of_them_along(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await write(database, rows(1), rows(2, 1))
    async with database.read() as session:
        assert await count(session) == 0
    await write(database, rows(1))
    async with database.read() as session:
        assert await count(session) == 1


async def test_what_was_left_is_forgotten_with_the_transaction(database: Database) -> None:
    for _time in range(2):
        with contextlib.suppress(ZeroDivisionError):
            async with database.write() as session:
                await execute(session, INSERT, rows(1))
                raise ZeroDivisionError
    async with database.write() as session:
        assert await count(session) == 0
