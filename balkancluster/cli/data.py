"""What every command that touches data shares: --data, settings, and a database that is closed again."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from balkancluster.database import Database
from balkancluster.errors import Problem
from balkancluster.migrations.migrate import is_migrated
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
        database = Database(settings_for(data).database_url)
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


def write_line(text: str) -> None:
    """Print one line for a person or for the next program of a pipe."""
    sys.stdout.write(text + "\n")
