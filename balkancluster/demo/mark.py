"""The mark of a demo database: its people have no passwords, so it must never be served to the world."""

from sqlalchemy import select

from balkancluster.database import Database, Installation

DEMO = "demo"


async def is_demo(database: Database) -> bool:
    """Whether a demo made this database."""
    async with database.read() as session:
        return DEMO in await session.scalars(select(Installation.purpose))


async def mark_as_demo(database: Database) -> None:
    """Say for good that this database is a demo's."""
    async with database.write() as session:
        session.add(Installation(purpose=DEMO))
