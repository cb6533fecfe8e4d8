"""Keys of answers in an order that can be gone on with: what was typed first, then other languages' words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.search.asking import Wanted
from balkancluster.search.sources import LAST_PLACE, Part
from balkancluster.textindex.entries import Key
from balkancluster.textindex.indexes import Index
from balkancluster.textindex.searching import find_best
from balkancluster.textindex.terms import Marks


@dataclass(frozen=True, slots=True)
class Ranked:
    """Keys in their order; the first `direct` of them have what was typed. `following` is the next place."""

    keys: tuple[Key, ...]
    direct: int
    following: str

    def is_related(self, key: Key) -> bool:
        """Whether a key is here for a word of another language alone."""
        return key not in self.keys[: self.direct]


async def rank(session: AsyncSession, index: Index, wanted: Wanted, marks: Marks, part: Part) -> Ranked:
    """Return a part of the best answers; the place of a part is how many were before it."""
    start = min(part.place or 0, LAST_PLACE)
    most = start + part.limit + 1
    own = await find_best(session, index, wanted.terms, marks, most)
    wide: Sequence[Key] = ()
    if len(own) < most and wanted.wide != wanted.terms:
        wide = await find_best(session, index, wanted.wide, marks, most)
    keys = list(dict.fromkeys((*own, *wide)))[start:most]
    following = str(start + part.limit) if len(keys) > part.limit else ""
    return Ranked(tuple(keys[: part.limit]), max(0, len(own) - start), following)
