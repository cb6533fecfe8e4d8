"""The mark of a demo database: its people have no passwords, so it must never be served to the world."""

from sqlalchemy import select

from balkancluster.database import Database, Installation
from balkancluster.members.models import Person

BEGUN = "demo"
COMPLETE = "demo complete"


async def is_demo(database: Database) -> bool:
    """Whether a demo made this database, or began to."""
    return BEGUN in await _purposes(database)


async def is_complete(database: Database) -> bool:
    """Whether the demo in this database has everything that it should have."""
    return COMPLETE in await _purposes(database)


async def is_of_others(database: Database) -> bool:
    """Whether people live in this database whom no demo invented."""
    async with database.read() as session:
        somebody = await session.scalar(select(Person.id).limit(1))
    return somebody is not None and not await is_demo(database)


async def mark(database: Database, purpose: str) -> None:
    """Say for good what this database is for."""
    async with database.write() as session:
        session.add(Installation(purpose=purpose))


async def _purposes(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(select(Installation.purpose)))
