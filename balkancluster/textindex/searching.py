"""Finding what answers terms and marks: the newest first, or the best among the newest."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch, is_sqlite
from balkancluster.textindex.dialects import postgresql_query, sqlite_query
from balkancluster.textindex.entries import Key
from balkancluster.textindex.indexes import Index
from balkancluster.textindex.keys import find_keys, find_numbers
from balkancluster.textindex.models import PLAN_EACH, searching
from balkancluster.textindex.scoring import score_texts
from balkancluster.textindex.terms import Marks, Phrase, Term

COMPARED = 2_000
"""How many of the newest answers are compared: the best of a million would take seconds."""


async def find_newest(
    session: AsyncSession,
    index: Index,
    terms: Sequence[Term],
    marks: Marks = (),
    before: Key | None = None,
    limit: int = 20,
) -> list[Key]:
    """Return the keys of what has every term, and of each group of marks at least one, the newest first.

    `before` is the key after which an earlier answer ended. What asks for nothing finds nothing.
    """
    rows = await _find(session, index, terms, marks, before, limit)
    return await find_keys(session, index, [row.number for row in rows])


async def find_best(
    session: AsyncSession, index: Index, terms: Sequence[Term], marks: Marks = (), limit: int = 20
) -> list[Key]:
    """Return the keys of the best of the newest 2,000 answers, the best first, of equal ones the newest."""
    rows = await _find(session, index, terms, marks, None, COMPARED)
    scores = score_texts(terms, [row.words for row in rows])
    order = sorted(range(len(rows)), key=lambda place: scores[place], reverse=True)
    return await find_keys(session, index, [rows[place].number for place in order[:limit]])


async def _find(
    session: AsyncSession, index: Index, terms: Sequence[Term], marks: Marks, before: Key | None, most: int
) -> Sequence[AnyRow]:
    asked = [term for term in terms if not isinstance(term, Phrase) or term.words]
    if not (asked or marks) or not all(marks):
        return []
    for_sqlite = is_sqlite(session)
    query = sqlite_query(asked, marks) if for_sqlite else postgresql_query(asked, marks)
    values: dict[str, object] = {"asked": query, "most": most}
    if before is not None:
        numbers = await find_numbers(session, index, [before])
        values["before"] = numbers.get(before, 0)
    if not for_sqlite:
        await fetch(session, PLAN_EACH)
    statement = searching(index, for_sqlite, is_continued=before is not None)
    return await fetch(session, statement, **values)
