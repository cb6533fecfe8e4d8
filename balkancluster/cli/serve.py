"""Serving people, and bringing the database to this version."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from balkancluster.app import build_app, say_goodbye
from balkancluster.cli.data import (
    UnreachableError,
    data_option,
    ensure_bus,
    run_with_database,
    settings_for,
    write_line,
)
from balkancluster.cli.ready import say_ready
from balkancluster.cli.worker import Supervised, is_worker
from balkancluster.cli.workers import CrashLoopError, supervise
from balkancluster.database import Database
from balkancluster.demo.mark import is_demo
from balkancluster.migrations.migrate import NewerDatabaseError, migrate
from balkancluster.realtime.server import Server, raise_file_limit, server_config
from balkancluster.settings import MEMORY_BUS, Settings, SettingsError, ensure_ready_to_serve
from balkancluster.telemetry import configure_logging

LOOPBACK = "127.0.0.1"
MOST_WORKERS = 64

logger = logging.getLogger("balkancluster.workers")


@click.command("migrate")
@data_option
def migrate_command(data: Path | None) -> None:
    """Bring the database to the tables of this version."""
    try:
        run_with_database(data, migrate, needs_tables=False)
    except NewerDatabaseError as error:
        raise click.ClickException("The database was migrated by a newer version: install that.") from error
    write_line("The database has the tables of this version.")


@click.command("serve")
@data_option
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=1,
    show_default=True,
    help="Processes that serve together, on PostgreSQL and a bus.",
)
def serve_command(data: Path | None, host: str, port: int, workers: int) -> None:
    """Serve people, behind a proxy that speaks https."""
    settings = settings_for(data)
    if is_worker():
        serve_as_worker(data, settings)
        return
    try:
        ensure_ready_to_serve(settings)
        ensure_can_share(settings, workers)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    run_with_database(data, ensure_ready_database)
    ensure_bus(settings)
    listening = bind(host, port)
    announce = partial(say_ready, f"{host} port {port}", workers)
    if workers == 1:
        stop_in_good_order_on_hangup()
        serve(settings, listening, announce)
    else:
        serve_with_workers(listening, workers, announce)


def stop_in_good_order_on_hangup() -> None:
    """Take SIGHUP for SIGTERM: one process cannot renew itself, but whoever manages it starts it again."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def serve_as_worker(data: Path | None, settings: Settings) -> None:
    """Serve as one of several, on the socket of the supervisor."""
    supervised = Supervised()
    try:
        run_with_database(data, ensure_ready_database)
    except UnreachableError:
        # The supervisor has asked it before. People are told to come back, and the database does so too.
        logger.exception("the database does not answer")
    serve(settings, supervised.listening, supervised.tell_ready)


def serve_with_workers(listening: socket.socket, workers: int, announce: Callable[[], None]) -> None:
    """Serve with several processes. Raises ClickException when they end as soon as they start."""
    configure_logging()
    try:
        supervise(workers, listening.fileno(), announce)
    except CrashLoopError as error:
        raise click.ClickException(str(error)) from error


def ensure_can_share(settings: Settings, workers: int) -> None:
    """Refuse several workers where they could not work together. Raises SettingsError."""
    if workers == 1:
        return
    if sys.platform == "win32":
        raise SettingsError("Several workers need Linux or another Unix; on Windows serve with one.")
    if settings.database_url.startswith("sqlite"):
        raise SettingsError(
            "Several workers need PostgreSQL: set BALKANCLUSTER_DATABASE_URL to postgresql+asyncpg://… "
            "and BALKANCLUSTER_BUS_URL to postgresql: or redis://…, or serve with --workers 1."
        )
    if settings.bus_url == MEMORY_BUS:
        raise SettingsError(
            "Several workers need a bus: set BALKANCLUSTER_BUS_URL to postgresql: or redis://…, "
            "or serve with --workers 1."
        )


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


def serve(
    settings: Settings,
    listening: socket.socket,
    on_ready: Callable[[], None],
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Serve on a bound socket until the process is told to stop; both calls come within its event loop."""
    configure_logging()
    raise_file_limit()
    app = build_app(settings)
    config = server_config(app, settings.trusted_proxies)

    def stop() -> None:
        on_stop()
        say_goodbye(app)

    server = Server(config, on_ready=on_ready, on_stop=stop)
    spare_the_collector()
    server.run(sockets=[listening])


def spare_the_collector() -> None:
    """Let the collector of cycles look seldom, and never at what was made before the first person came.

    With a thousand sockets it would otherwise walk over all of them again and again while people talk.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)
