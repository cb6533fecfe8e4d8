"""The living demo: one command from an empty folder to a platform full of people."""

import asyncio
import os
import socket
from dataclasses import replace
from pathlib import Path

import click

from balkancluster.cli.data import ensure_bus, write_line
from balkancluster.cli.serve import LOOPBACK, bind, serve
from balkancluster.database import Database
from balkancluster.demo import content
from balkancluster.demo.content import FRONT_DOOR
from balkancluster.demo.life.accounts import Account, ensure_accounts
from balkancluster.demo.life.living import Beside, Life
from balkancluster.demo.life.pace import Pace
from balkancluster.demo.mark import is_complete, is_demo, is_of_others
from balkancluster.demo.seed import seed
from balkancluster.files.keeping import open_keeper
from balkancluster.migrations.migrate import migrate
from balkancluster.settings import Settings, SettingsError, read_settings

FIRST_PORT = 8000
PORTS_TRIED = 50
DATA = Path("data") / "demo"


@click.command("demo")
@click.option("--port", type=int, help="Exactly this port; without it the first free one from 8000 on.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DATA,
    show_default=True,
    help="Folder of the demo's database; it is kept and used again.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but the address; invented people say nothing new.")
def demo_command(port: int | None, data: Path, quiet: bool) -> None:
    """Serve a demo with invented people on this machine only."""
    try:
        ensure_bus(demo_settings(data, FIRST_PORT))
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    listening = bind(LOOPBACK, port) if port is not None else bind_first_free()
    settings = demo_settings(data, listening.getsockname()[1])
    accounts = prepare(settings, data, quiet)
    life = Beside(lambda: Life(settings.base_url, accounts, Pace()).run())

    def begin() -> None:
        write_line(settings.base_url)
        if not quiet:
            life.begin()

    serve(settings, listening, begin, life.end)


def bind_first_free() -> socket.socket:
    """Return a socket on the first port from 8000 on that nobody uses. Raises ClickException."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            return bind(LOOPBACK, port)
        except click.ClickException:
            continue
    raise click.ClickException(f"No port from {FIRST_PORT} on is free; give one with --port.")


def demo_settings(data: Path, port: int) -> Settings:
    """Return the settings of a demo: everything on loopback, nothing secret."""
    settings = read_settings(os.environ, data)
    base_url = f"http://{LOOPBACK}:{port}"
    return replace(
        settings,
        demo=True,
        demo_people=FRONT_DOOR,
        base_url=base_url,
        allowed_hosts=(LOOPBACK, "localhost"),
        mail_url="",
    )


def prepare(settings: Settings, data: Path, quiet: bool) -> dict[str, Account]:
    """Migrate and fill the database of a demo; one that is filled already is kept. Raises ClickException.

    Returns the accounts of the scripted members.
    """

    data.mkdir(parents=True, exist_ok=True)

    async def run() -> dict[str, Account]:
        # What a power cut takes from the invented past is invented again.
        database = Database(settings.database_url, is_durable=False)
        try:
            await migrate(database)
            if not await is_complete(database):
                await _ensure_empty(database)
                if not quiet:
                    write_line("Making rooms and people ready …")
                await seed(database, keeper=open_keeper(settings, database))
            return await ensure_accounts(database, data, content.load().people)
        finally:
            await database.close()

    return asyncio.run(run())


async def _ensure_empty(database: Database) -> None:
    if await is_of_others(database):
        raise click.ClickException(
            "This folder holds the database of a network; a demo needs one of its own."
        )
    if await is_demo(database):
        raise click.ClickException("This demo was interrupted while it was made. Remove its folder first.")
