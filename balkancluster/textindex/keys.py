"""From the keys of a feature to the numbers of an index, and back."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import execute, fetch, is_sqlite
from balkancluster.textindex.entries import Key
from balkancluster.textindex.indexes import Index
from balkancluster.textindex.models import KEYS

_VALUES: dict[str, Any] = {"name": bindparam("name"), "key": bindparam("key")}
_ADD_SQLITE = sqlite.insert(KEYS).values(_VALUES).on_conflict_do_nothing()
_ADD_POSTGRESQL = postgresql.insert(KEYS).values(_VALUES).on_conflict_do_nothing()
_NUMBERS = select(KEYS.c.key, KEYS.c.number).where(
    KEYS.c.name == bindparam("name"), KEYS.c.key.in_(bindparam("keys", expanding=True))
)
_KEYS = select(KEYS.c.number, KEYS.c.key).where(KEYS.c.number.in_(bindparam("numbers", expanding=True)))


async def add_numbers(session: AsyncSession, index: Index, keys: Sequence[Key]) -> dict[Key, int]:
    """Return the number of each key; those that are new get one."""
    if index.has_text_keys:
        add = _ADD_SQLITE if is_sqlite(session) else _ADD_POSTGRESQL
        await execute(session, add, [{"name": index.name, "key": key} for key in keys])
    return await find_numbers(session, index, keys)


async def find_numbers(session: AsyncSession, index: Index, keys: Iterable[Key]) -> dict[Key, int]:
    """Return the numbers of those keys that have one."""
    if not index.has_text_keys:
        return {key: int(key) for key in keys}
    rows = await fetch(session, _NUMBERS, name=index.name, keys=list(keys))
    return {row.key: row.number for row in rows}


async def find_keys(session: AsyncSession, index: Index, numbers: Sequence[int]) -> list[Key]:
    """Return the keys of these numbers, in their order."""
    if not index.has_text_keys or not numbers:
        return list(numbers)
    rows = await fetch(session, _KEYS, numbers=list(numbers))
    keys = {row.number: row.key for row in rows}
    return [keys[number] for number in numbers]
