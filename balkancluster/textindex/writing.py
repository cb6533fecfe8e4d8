"""Putting texts into an index and taking them out, in the transaction of what has changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import execute, is_sqlite
from balkancluster.textindex.dialects import postgresql_values, sqlite_values
from balkancluster.textindex.entries import Entry, Key
from balkancluster.textindex.indexes import Index
from balkancluster.textindex.keys import add_numbers, find_numbers
from balkancluster.textindex.models import removing, writing


async def index_texts(session: AsyncSession, index: Index, entries: Sequence[Entry]) -> None:
    """Let these be found by what they say now, and no longer by what they said before."""
    if not entries:
        return
    numbers = await add_numbers(session, index, [entry.key for entry in entries])
    rows = [_values(is_sqlite(session), numbers[entry.key], entry) for entry in entries]
    await execute(session, writing(index, is_sqlite(session)), rows)


async def remove_texts(session: AsyncSession, index: Index, keys: Iterable[Key]) -> None:
    """Let these be found no more; those that are not there are no error."""
    numbers = await find_numbers(session, index, keys)
    if numbers:
        rows = [{"gone": number} for number in numbers.values()]
        await execute(session, removing(index, is_sqlite(session)), rows)


def index_note(session: AsyncSession, index: Index, entry: Entry) -> tuple[Executable, dict[str, Any]]:
    """Return what writes one entry with a number for a key, for a transaction that writes many at once."""
    for_sqlite = is_sqlite(session)
    return writing(index, for_sqlite), _values(for_sqlite, int(entry.key), entry)


def _values(for_sqlite: bool, number: int, entry: Entry) -> dict[str, Any]:
    return sqlite_values(number, entry) if for_sqlite else postgresql_values(number, entry)
