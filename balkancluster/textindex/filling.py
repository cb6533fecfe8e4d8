"""Making an index anew from what is stored: after an update, a restore, or by hand; while people talk.

Whatever changes meanwhile writes its own entry, so it does not matter how far the work has come. Each step is
a transaction that holds the rows it reads, and remembers its place: who is interrupted goes on there.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, execute, fetch, is_sqlite
from balkancluster.textindex.entries import Entry
from balkancluster.textindex.indexes import VERSION, Index
from balkancluster.textindex.models import STATE
from balkancluster.textindex.writing import index_texts

Source = Callable[[AsyncSession, str, int], Awaitable[tuple[Sequence[Entry], str | None]]]
"""Reads what a feature has stored after a place, the empty one being the start, some things at a time: their
entries, and the place after them or None at the end. It holds the rows (FOR SHARE), so that nobody changes
them before their entries are written."""

Sources = Mapping[Index, Source]

STEP = 100
"""Things in one transaction: who posts meanwhile waits for some 20 ms."""

_VALUES: dict[str, Any] = {name: bindparam(name) for name in ("name", "version", "place")}
_BEGIN_SQLITE = sqlite.insert(STATE).values(_VALUES).on_conflict_do_nothing()
_BEGIN_POSTGRESQL = postgresql.insert(STATE).values(_VALUES).on_conflict_do_nothing()
_LOOK = select(STATE.c.version, STATE.c.place).where(STATE.c.name == bindparam("name"))
_TAKE = _LOOK.with_for_update()
_MOVE = (
    update(STATE)
    .where(STATE.c.name == bindparam("named"))
    .values(version=bindparam("version"), place=bindparam("place"))
)


async def fill_step(database: Database, index: Index, source: Source, most: int = STEP) -> int | None:
    """Index what comes next and return how many things that were; None when all of it is of this version."""
    async with database.write() as session:
        begin = _BEGIN_SQLITE if is_sqlite(session) else _BEGIN_POSTGRESQL
        await execute(session, begin, [{"name": index.name, "version": VERSION, "place": ""}])
        state = (await fetch(session, _TAKE, name=index.name))[0]
        if state.version == VERSION and state.place is None:
            return None
        start = state.place if state.version == VERSION and state.place else ""
        entries, place = await source(session, start, most)
        await index_texts(session, index, entries)
        await execute(session, _MOVE, [{"named": index.name, "version": VERSION, "place": place}])
        return len(entries)


async def is_filled(session: AsyncSession, index: Index) -> bool:
    """Whether everything that is stored can be found: by this version, and to the end."""
    state = await fetch(session, _LOOK, name=index.name)
    return bool(state) and state[0].version == VERSION and state[0].place is None


async def forget_filling(session: AsyncSession) -> None:
    """Let every index be made anew from its start; what can be found stays until then."""
    await session.execute(delete(STATE))
