"""Names of people who are seen at other nodes: news has ids only, names are looked up and kept a minute."""

import time
from collections.abc import Awaitable, Callable, Collection, Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database

KEPT = 60.0
MOST = 20_000
CHUNK = 500

FindNames = Callable[[AsyncSession, Collection[int]], Awaitable[dict[int, str]]]
"""Return the names of those of these persons, 500 at most, who let others see that they are here."""


async def find_no_names(_session: AsyncSession, _person_ids: Collection[int]) -> dict[int, str]:
    """Return nothing, where nobody knows names."""
    return {}


class Names:
    """Who may be seen, by id."""

    def __init__(
        self, database: Database, find_names: FindNames, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._find_names = find_names
        self._now = now
        self._known: dict[int, tuple[str | None, float]] = {}

    def get(self, person_id: int) -> str | None:
        """Return the name of a person that was learned, or None for one who is not to be seen."""
        name, until = self._known.get(person_id, (None, 0.0))
        return name if until > self._now() else None

    async def learn(self, person_ids: Iterable[int]) -> None:
        """Look up those that are not known. Raises what the database raises."""
        now = self._now()
        wanted = [one for one in set(person_ids) if self._known.get(one, (None, 0.0))[1] <= now]
        if not wanted:
            return
        if len(self._known) + len(wanted) > MOST:
            self._known.clear()
        async with self._database.read() as session:
            for start in range(0, len(wanted), CHUNK):
                some = wanted[start : start + CHUNK]
                found = await self._find_names(session, some)
                self._known.update((one, (found.get(one), now + KEPT)) for one in some)

    def forget(self, person_ids: Iterable[int]) -> None:
        """These may have another name, or another wish to be seen."""
        for person_id in person_ids:
            self._known.pop(person_id, None)
