"""A PostgreSQL server (15 or later) of the tests' own: own folder, own port, gone when they are done."""

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import asyncpg

from tests.services.ports import free_port

USER = "balkancluster"

IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes: a server of a whole run takes a quarter of them."""

# Nobody pulls the plug during a test, so nothing waits for the disk; what a commit means stays the same.
OPTIONS = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c unix_socket_directories=''"


def find_postgresql() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest where Debian keeps several, or None."""
    if program := shutil.which("pg_ctl"):
        return Path(program).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    newest_first = sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True)
    return next((path.parent for path in newest_first), None)


def _folder_in_memory() -> Path | None:
    """Return where files are kept in memory, if there is plenty: copies are made ten times as fast there."""
    has_room = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM
    return IN_MEMORY if has_room else None


class PostgreSQL:
    """One running server; every test gets a database of its own in it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # Not pytest's tmp_path: the server runs as another user when root runs the tests.
        self._folder = Path(tempfile.mkdtemp(prefix="balkancluster-postgresql-", dir=_folder_in_memory()))
        self._port = free_port()
        self._is_running = False
        self.numbers = itertools.count(1)
        self.templates: set[str] = set()
        """What fresh databases are copied from, once it is migrated: for all who make them in this server."""

    def start(self) -> None:
        """Make the files and start the server; returns when it accepts connections."""
        self._make_files()
        self.ensure_running()

    def _make_files(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        how = ("--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C")
        self._run("initdb", *how, self._folder / "data")

    def restart(self) -> None:
        """Stop the server as a power cut would, everybody cut off in the middle, and start it again."""
        self.crash()
        self.ensure_running()

    def ensure_running(self) -> None:
        """Start the server on its files unless it runs; after a crash it recovers first."""
        data, log = self._folder / "data", self._folder / "log"
        if self._is_running:
            return
        options = f"{OPTIONS} -c listen_addresses=127.0.0.1 -c port={self._port}"
        self._run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "--options", options)
        self._is_running = True

    def crash(self) -> None:
        """End the server without a goodbye to anybody, as when its machine fails."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--pgdata", self._folder / "data")
        self._is_running = False

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self._is_running:
            self.crash()
        shutil.rmtree(self._folder)

    def url(self, name: str) -> str:
        """Return the URL of a database, as in BALKANCLUSTER_DATABASE_URL."""
        return f"postgresql+asyncpg://{USER}@127.0.0.1:{self._port}/{name}"

    async def create_database(self, name: str, template: str = "template0") -> str:
        """Create a database as a copy of another and return its URL."""
        # Copying files is twice as fast as the default, which writes every page to the log (25 ms, not 56).
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    async def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        await self._execute(f'DROP DATABASE "{url.rsplit("/", 1)[1]}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(host="127.0.0.1", port=self._port, user=USER, database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _run(self, program: str, *arguments: str | Path) -> None:
        # PostgreSQL refuses to run as root.
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*prefix, self._programs / program, *arguments]
        # To a file and not a pipe: the server inherits it and would keep a pipe open for ever.
        with (self._folder / "setup.log").open("a+b") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=self._folder, check=False)
            output.seek(0)
            assert done.returncode == 0, output.read().decode()
