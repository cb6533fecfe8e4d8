"""What every command that touches data shares: --data, settings, and a database that is closed again."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import asyncpg
import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from balkancluster.database import Database
from balkancluster.errors import Problem
from balkancluster.migrations.migrate import is_migrated
from balkancluster.outages import is_outage
from balkancluster.realtime.bus.bus import ensure_reachable
from balkancluster.settings import Settings, SettingsError, read_settings

Result = TypeVar("Result")

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the SQLite database; without it BALKANCLUSTER_DATABASE_URL is used.",
)


def settings_for(data: Path | None) -> Settings:
    """Read the settings of this command, or end it with the one sentence that says what is missing."""
    try:
        return read_settings(os.environ, data)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def run_with_database(
    data: Path | None, work: Callable[[Database], Awaitable[Result]], *, needs_tables: bool = True
) -> Result:
    """Run `work` on the database of this command and close it; a Problem ends the command in one sentence."""

    if data and needs_tables and not data.is_dir():
        raise click.ClickException(f"There is no folder {data}.")
    if data:
        data.mkdir(parents=True, exist_ok=True)

    async def run() -> Result:
        database = open_database(settings_for(data))
        try:
            if needs_tables and not await is_migrated(database):
                raise click.ClickException(
                    "The database is not up to date: run `balkancluster migrate` first."
                )
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except Problem as problem:
        raise click.ClickException(problem.message.in_locale("en")) from problem
    except (OSError, asyncpg.PostgresError, DBAPIError) as error:
        if isinstance(error, OSError | asyncpg.PostgresError) or is_outage(error):
            raise UnreachableError(error) from error
        raise


class UnreachableError(click.ClickException):
    """The database is not there, does not let us in, or has no room; said in one sentence."""

    def __init__(self, error: Exception) -> None:
        reason = str(getattr(error, "orig", None) or error) or type(error).__name__
        first = reason.splitlines()[0].rstrip(".")
        super().__init__(f"The database of BALKANCLUSTER_DATABASE_URL cannot be used: {first}.")


def open_database(settings: Settings) -> Database:
    """Return the database of these settings. Raises ClickException for a URL that cannot be read."""
    try:
        return Database(settings.database_url)
    except (ArgumentError, ValueError) as error:
        # The text of this error may hold the password.
        raise click.ClickException("BALKANCLUSTER_DATABASE_URL cannot be read.") from error


def ensure_bus(settings: Settings) -> None:
    """End a command that serves people, in one sentence, when the bus of its settings cannot be reached."""
    try:
        asyncio.run(ensure_reachable(settings))
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def write_line(text: str) -> None:
    """Print one line for a person or for the next program of a pipe."""
    sys.stdout.write(text + "\n")
