"""When people were here last: noted in memory as they come, kept in the database a little later."""

from datetime import timedelta

from sqlalchemy import update

from balkancluster.database import Database, database_now
from balkancluster.members.models import Person

KEEP_EVERY = 15.0
"""Seconds between two writes of what was noted; so late `visited_at` may be."""

FINE_ENOUGH = timedelta(minutes=1)
"""Who stays is not written down again and again; nobody is written to within minutes of a visit."""

CHUNK = 500


class Visits:
    """Who was seen in this process since it was last kept.

    A page that is open somewhere is no visit: only one that was opened by hand, something done on it, or its
    word that somebody looks at it and uses it (the frame `here`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: set[int] = set()

    def note(self, person_id: int) -> None:
        """Somebody is here at this moment."""
        self._seen.add(person_id)

    async def keep(self) -> None:
        """Write down who was here."""
        if not self._seen:
            return
        seen, self._seen = sorted(self._seen), set()
        try:
            async with self._database.write() as session:
                now = await database_now(session)
                for start in range(0, len(seen), CHUNK):
                    those = Person.id.in_(seen[start : start + CHUNK])
                    is_news = Person.visited_at.is_(None) | (Person.visited_at < now - FINE_ENOUGH)
                    await session.execute(update(Person).where(those, is_news).values(visited_at=now))
        except Exception:
            self._seen.update(seen)
            raise
