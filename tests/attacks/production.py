"""A real installation as a process: https by name, a secret, no proxy trusted, mail left in its outbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import select

from balkancluster.database import Database
from balkancluster.mail.models import Mail
from balkancluster.migrations.migrate import migrate
from balkancluster.settings import sqlite_url
from tests.attacks.visitors import House
from tests.services.program import Program

BASE_URL = "https://klaster.example"


class Production(House):
    """The installation, and what its operator can read."""

    session_cookie = "__Host-session"

    async def letter_to(self, email: str) -> str:
        """Return the newest letter to an address, once it is written."""
        statement = select(Mail.text).where(Mail.recipient == email).order_by(Mail.id.desc())
        async with asyncio.timeout(10):
            while True:
                async with self.database.read() as session:
                    if text := await session.scalar(statement.limit(1)):
                        return text
                # Letters are written after the answer, and another process offers nothing to await.
                await asyncio.sleep(0.05)


@asynccontextmanager
async def running_production(folder: Path) -> AsyncIterator[Production]:
    """Serve an empty network whose proxy is at an address from which nobody here comes."""
    database = Database(sqlite_url(folder))
    await migrate(database)
    environment = {
        "BALKANCLUSTER_SECRET": "three dozen characters of no meaning",
        "BALKANCLUSTER_BASE_URL": BASE_URL,
        "BALKANCLUSTER_TRUSTED_PROXIES": "192.0.2.1",
    }
    program = Program(folder, "serve", "--data", str(folder), environment=environment)
    await program.start()
    house = Production(program, database, BASE_URL)
    yield house
    await house.close()
    await program.stop()
