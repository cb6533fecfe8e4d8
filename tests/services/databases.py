"""Fresh databases of both kinds, empty or migrated, for one test each."""

import itertools
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from balkancluster.settings import sqlite_url
from tests.services.postgresql import PostgreSQL

Migrate = Callable[[str], Awaitable[None]]


class Databases(Protocol):
    """Where a test gets a database that nobody else uses."""

    async def create(self) -> str:
        """Return the URL of a new empty database."""
        ...

    async def create_migrated(self) -> str:
        """Return the URL of a new database with every table and no row."""
        ...

    async def drop(self, url: str) -> None:
        """Remove a database."""
        ...


class SqliteDatabases:
    """A folder each; a migrated one is a copy of a file that was migrated once."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._folder = folder
        self._migrate = migrate
        self._numbers = itertools.count(1)
        self._template: Path | None = None

    async def create(self) -> str:
        """Return the URL of a file that does not exist yet, in a folder that does."""
        return sqlite_url(self._new_folder())

    async def create_migrated(self) -> str:
        """Return the URL of a copy of the migrated file."""
        if self._template is None:
            template = self._new_folder()
            await self._migrate(sqlite_url(template))
            self._template = template
        folder = self._new_folder()
        shutil.copytree(self._template, folder, dirs_exist_ok=True)
        return sqlite_url(folder)

    async def drop(self, url: str) -> None:
        """Remove the file and its folder."""
        shutil.rmtree(Path(url.partition("///")[2]).parent)

    def _new_folder(self) -> Path:
        folder = self._folder / f"data-{next(self._numbers)}"
        folder.mkdir()
        return folder


class PostgreSQLDatabases:
    """Databases of one server; a migrated one is made from a template that was migrated once."""

    def __init__(self, server: PostgreSQL, migrate: Migrate, prefix: str = "test") -> None:
        self._server = server
        self._migrate = migrate
        self._prefix = prefix
        self._numbers = server.numbers

    async def create(self) -> str:
        """Return the URL of an empty database."""
        return await self._server.create_database(self._new_name())

    async def create_migrated(self) -> str:
        """Return the URL of a copy of the migrated database."""
        if self._template not in self._server.templates:
            await self._migrate(await self._server.create_database(self._template))
            self._server.templates.add(self._template)
        return await self._server.create_database(self._new_name(), template=self._template)

    async def drop(self, url: str) -> None:
        """Drop the database: each holds 8 MB, and a run makes hundreds."""
        await self._server.drop_database(url)

    @property
    def _template(self) -> str:
        return f"{self._prefix}_migrated"

    def _new_name(self) -> str:
        return f"{self._prefix}_{next(self._numbers)}"
