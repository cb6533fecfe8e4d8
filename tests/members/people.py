"""What the tests of this folder know of their people."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx2
from sqlalchemy import select

from balkancluster.access import Actor
from balkancluster.audit import AuditEntry
from balkancluster.database import Database
from balkancluster.mail.models import Mail

PASSWORD = "sedam vunenih niti"
ORIGIN = "https://house.example"


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


async def letters(database: Database) -> list[Mail]:
    """Return the letters of the outbox, the oldest first."""
    async with database.read() as session:
        return list(await session.scalars(select(Mail).order_by(Mail.id)))


def link_in(text: str) -> str:
    """Return the path of the link that a letter holds."""
    found = re.search(rf"{ORIGIN}(/(?:invitations|password/reset)/\S+)", text)
    assert found, text
    return found[1]


class Browser(httpx2.AsyncClient):
    """A browser that shows pages and sends forms."""

    async def sign_in(self, email: str, password: str = PASSWORD) -> httpx2.Response:
        """Send the form of the sign-in page."""
        return await self.post("/sign-in", data={"email": email, "password": password, "remember": "1"})


OpenBrowser = Callable[..., Browser]
