"""What the nodes of the suite stand on: SQLite files, and a PostgreSQL and a Redis that tests may kill."""

from functools import cached_property
from pathlib import Path

import pytest

from balkancluster.database import Database
from balkancluster.migrations.migrate import migrate
from balkancluster.settings import sqlite_url
from tests.services.databases import PostgreSQLDatabases, SqliteDatabases
from tests.services.postgresql import PostgreSQL, find_postgresql
from tests.services.redis import Redis, find_redis

NODES = {"one": 1, "three": 3}


class Services:
    """Started when first asked for; `where` is "one" (SQLite) or "three" (PostgreSQL and Redis)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _files(self) -> SqliteDatabases:
        return SqliteDatabases(self._folder, migrate_database)

    @cached_property
    def _databases(self) -> PostgreSQLDatabases:
        return PostgreSQLDatabases(self.postgresql, migrate_database)

    @cached_property
    def postgresql(self) -> PostgreSQL:
        """A server that only this suite uses."""
        programs = find_postgresql()
        if programs is None:
            pytest.skip("PostgreSQL is not installed here")
        server = PostgreSQL(programs)
        server.start()
        return server

    @cached_property
    def redis(self) -> Redis:
        """A server that only this suite uses."""
        program = find_redis()
        if program is None:
            pytest.skip("neither Redis nor Valkey is installed here")
        server = Redis(program)
        server.start()
        return server

    async def create_database(self, where: str) -> str:
        """Return the URL of a new migrated database."""
        source = self._files if where == "one" else self._databases
        return await source.create_migrated()

    async def create_file(self, folder: Path) -> str:
        """Return the URL of a new migrated SQLite database in this folder."""
        await migrate_database(sqlite_url(folder))
        return sqlite_url(folder)

    def bus_url(self, where: str) -> str:
        """Return the URL of the bus."""
        return "memory:" if where == "one" else self.redis.url

    def heal(self, where: str) -> None:
        """Start what a test has killed."""
        if where == "three":
            self.postgresql.ensure_running()
            self.redis.ensure_running()

    def stop(self) -> None:
        """Stop everything that was started."""
        for name in ("postgresql", "redis"):
            if name in self.__dict__:
                getattr(self, name).stop()


async def migrate_database(url: str) -> None:
    """Give an empty database its tables."""
    database = Database(url)
    await migrate(database)
    await database.close()
