"""A PostgreSQL of the bench's own, in a folder that goes with it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bench import machine, ours

USER = "bench"
MISSING = "PostgreSQL (15 or later) is needed for several nodes, and was not found."


class PostgreSQL:
    """One server on one port, as it comes: every commit is on the disk before it is answered."""

    def __init__(self, folder: Path, port: int) -> None:
        self._programs = _find_programs()
        self._folder, self._port = folder, port
        self.url = f"postgresql+asyncpg://{USER}@127.0.0.1:{port}/postgres"
        self.address = f"postgresql://{USER}@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        """Make its files and start it. Raises ClickException."""
        self._folder.mkdir()
        # It runs as another user when root measures.
        self._folder.parent.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        data = self._folder / "data"
        options = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories=''"
        self._run("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", data)
        log = self._folder / "log"
        self._run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "--options", options)

    def stop(self) -> None:
        """End it at once: its data is not needed any more."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--pgdata", self._folder / "data")

    def _run(self, program: str, *arguments: str | Path) -> None:
        # PostgreSQL refuses to run as root.
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*prefix, self._programs / program, *arguments]
        with (self._folder / "setup.log").open("a+b") as output:
            done = subprocess.run(  # noqa: S603 - its own programs
                command, stdout=output, stderr=output, cwd=self._folder, check=False
            )
            output.seek(0)
            if done.returncode:
                raise click.ClickException(f"PostgreSQL: {output.read().decode()}")


@contextmanager
def running_postgresql(folder: Path, core: int) -> Iterator[PostgreSQL]:
    """Run one off the core that is measured; this process is on that core meanwhile."""
    machine.use_other_cores(core)
    server = PostgreSQL(folder / "postgresql", ours.free_port())
    server.start()
    os.sched_setaffinity(0, {core})
    try:
        yield server
    finally:
        server.stop()


def _find_programs() -> Path:
    if program := shutil.which("pg_ctl"):
        return Path(program).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    newest_first = sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True)
    if not newest_first:
        raise click.ClickException(MISSING)
    return newest_first[0].parent
