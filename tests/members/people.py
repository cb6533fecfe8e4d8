"""What the tests of this folder know of their people."""

from dataclasses import dataclass

from sqlalchemy import select

from balkancluster.access import Actor
from balkancluster.audit import AuditEntry
from balkancluster.database import Database

PASSWORD = "sedam vunenih niti"


@dataclass(frozen=True)
class People:
    """Actors, and the ids of the organisations that Ana and Elena run."""

    vesna: Actor
    ana: Actor
    elena: Actor
    wool: int
    roses: int


async def recorded(database: Database) -> list[str]:
    """Return the actions on record, the oldest first."""
    async with database.read() as session:
        return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
