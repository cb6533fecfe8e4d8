"""Serving people, and bringing the database to this version."""

import socket
from collections.abc import Callable
from pathlib import Path

import click

from balkancluster.app import build_app, say_goodbye
from balkancluster.cli.data import data_option, run_with_database, settings_for, write_line
from balkancluster.database import Database
from balkancluster.demo.mark import is_demo
from balkancluster.migrations.migrate import migrate
from balkancluster.realtime.server import Server, raise_file_limit, server_config
from balkancluster.settings import Settings, SettingsError, ensure_ready_to_serve
from balkancluster.telemetry import configure_logging

LOOPBACK = "127.0.0.1"


@click.command("migrate")
@data_option
def migrate_command(data: Path | None) -> None:
    """Bring the database to the tables of this version."""
    run_with_database(data, migrate, needs_tables=False)
    write_line("The database has the tables of this version.")


@click.command("serve")
@data_option
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=8000, show_default=True, help="Port to listen on.")
def serve_command(data: Path | None, host: str, port: int) -> None:
    """Serve people, behind a proxy that speaks https."""
    settings = settings_for(data)
    try:
        ensure_ready_to_serve(settings)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    run_with_database(data, ensure_ready_database)
    serve(settings, bind(host, port), lambda: None)


async def ensure_ready_database(database: Database) -> None:
    """Refuse a database that a demo made. Raises ClickException."""
    if await is_demo(database):
        raise click.ClickException("This is the database of a demo, whose people have no passwords.")


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises ClickException when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # A bound port that nobody listens on could be bound by another program as well.
        listening.listen()
    except OSError as error:
        listening.close()
        raise click.ClickException(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
    return listening


def serve(settings: Settings, listening: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serve on a bound socket until the process is told to stop."""
    configure_logging()
    raise_file_limit()
    app = build_app(settings)
    config = server_config(app, settings.trusted_proxies)
    server = Server(config, on_ready=on_ready, on_stop=lambda: say_goodbye(app))
    server.run(sockets=[listening])
