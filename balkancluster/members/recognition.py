"""People who were recognised lately: asked for again within a second, nobody is looked up twice.

Where many requests come, each would pay for a query that gives the answer of the one before: 0.2 ms of the
2 ms that a post took. So an answer holds for a second from the moment its query began, and no longer: whoever
is signed out, suspended or given another role elsewhere is met as such within that second. What this process
itself writes about people takes all answers back at once, and so does `forget`, for what other nodes tell of.

Those who are not remembered are looked up together: one query takes all who wait at that moment.
"""

from collections.abc import Sequence
from time import monotonic

from balkancluster.database import Database
from balkancluster.jobs import Together
from balkancluster.members.actors import CHUNK, FindMany, Found
from balkancluster.members.models import Affiliation, NetworkRole, Person, SignIn, Token
from balkancluster.members.organisation_models import Organisation

SECONDS = 1.0
SEEN_OF_PEOPLE = (Person, SignIn, Token, NetworkRole, Affiliation, Organisation)
"""Every table that an actor is made from."""


class Recognition:
    """Whom cookies, or tokens, stand for, by their hashes; what stands for nobody is never remembered."""

    def __init__(self, database: Database, find_many: FindMany) -> None:
        self._database = database
        self._find_many = find_many
        self._known: dict[str, tuple[float, Found]] = {}
        self._tidied = 0.0
        self._era = 0
        self._together: Together[str, Found] = Together("recognition", self._look_up, CHUNK)
        database.after_writes(SEEN_OF_PEOPLE, self.forget)

    def forget(self) -> None:
        """Somebody's rights may have changed: remember nothing that was read before this moment."""
        self._era += 1
        self._known.clear()

    async def find(self, token_hash: str, *, lately: bool) -> Found | None:
        """Return whom this stands for, or None: as it was `lately`, at most a second ago, or as it is."""
        until, found = self._known.get(token_hash, (0.0, None))
        if lately and monotonic() < until:
            return found
        return await self._together.ask(token_hash)

    async def _look_up(self, hashes: Sequence[str]) -> dict[str, Found]:
        era, now = self._era, monotonic()
        async with self._database.read() as session:
            found = await self._find_many(session, hashes)
        if era == self._era:
            self._known.update((token_hash, (now + SECONDS, one)) for token_hash, one in found.items())
            self._tidy(now)
        return found

    def _tidy(self, now: float) -> None:
        if now - self._tidied > SECONDS:
            self._tidied = now
            self._known = {key: kept for key, kept in self._known.items() if kept[0] > now}
