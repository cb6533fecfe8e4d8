"""A person's own stream: a log like a room's, of what concerns one person."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.members.models import Person
from balkancluster.realtime.models import Event


async def read_own_events(session: AsyncSession, person_id: int, after: int, limit: int) -> list[AnyRow]:
    """Return the events after a number, oldest first, each with the name of who acted."""
    statement = (
        select(Event.seq, Event.kind, Event.at, Event.actor_id, Person.name)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.stream_id == person_id, Event.seq > after)
        .order_by(Event.seq)
        .limit(limit)
    )
    return list((await session.execute(statement)).all())
