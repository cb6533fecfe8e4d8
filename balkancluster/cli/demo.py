"""The living demo: one command from an empty folder to a platform full of people."""

import asyncio
import os
import socket
from dataclasses import replace
from pathlib import Path

import click

from balkancluster.cli.data import write_line
from balkancluster.cli.serve import LOOPBACK, bind, serve
from balkancluster.database import Database
from balkancluster.demo.mark import is_complete, is_demo, is_of_others
from balkancluster.demo.seed import FRONT_DOOR, seed
from balkancluster.migrations.migrate import migrate
from balkancluster.settings import Settings, read_settings

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
@click.option("--quiet", is_flag=True, help="Print nothing but the address.")
def demo_command(port: int | None, data: Path, quiet: bool) -> None:
    """Serve a demo with invented people on this machine only."""
    listening = bind(LOOPBACK, port) if port is not None else bind_first_free()
    settings = demo_settings(data, listening.getsockname()[1])
    prepare(settings, quiet)
    serve(settings, listening, on_ready=lambda: write_line(settings.base_url))


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
    data.mkdir(parents=True, exist_ok=True)
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


def prepare(settings: Settings, quiet: bool) -> None:
    """Migrate and fill the database of a demo; one that is filled already is kept. Raises ClickException."""

    async def run() -> None:
        # What a power cut takes from the invented past is invented again.
        database = Database(settings.database_url, is_durable=False)
        try:
            await migrate(database)
            if not await is_complete(database):
                await _ensure_empty(database)
                if not quiet:
                    write_line("Making rooms and people ready …")
                await seed(database)
        finally:
            await database.close()

    asyncio.run(run())


async def _ensure_empty(database: Database) -> None:
    if await is_of_others(database):
        raise click.ClickException(
            "This folder holds the database of a network; a demo needs one of its own."
        )
    if await is_demo(database):
        raise click.ClickException("This demo was interrupted while it was made. Remove its folder first.")
