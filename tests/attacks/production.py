"""A real installation as a process: https by name, a secret, no proxy trusted, mail left in its outbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from balkancluster.database import Database
from balkancluster.migrations.migrate import migrate
from balkancluster.settings import sqlite_url
from tests.attacks.houses import House
from tests.services.program import Program

BASE_URL = "https://klaster.example"


class Production(House):
    """The installation, reached over https by its proxy."""

    session_cookie = "__Host-session"


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
