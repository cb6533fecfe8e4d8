"""The tour of a newcomer: shown until the person has ended it, on whatever device."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now
from balkancluster.members.models import Person


async def end_tour(session: AsyncSession, person_id: int) -> None:
    """Show the tour to this person no more; the first time that it was ended is kept."""
    person = await session.get_one(Person, person_id)
    if person.toured_at is None:
        person.toured_at = await database_now(session)
        await session.flush()


async def begin_tour(session: AsyncSession, person_id: int) -> None:
    """Show the tour to this person again."""
    person = await session.get_one(Person, person_id)
    person.toured_at = None
    await session.flush()
