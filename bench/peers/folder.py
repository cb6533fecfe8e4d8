"""The folder of the peers that are installed for the bench: two environments of Python and one of node."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from bench.contestants import NotHere

PYTHON_PACKAGES = ("channels", "channels-redis", "django", "python-socketio", "redis<6", "uvicorn[standard]")
"""With redis-py 8 the layer of Channels ran out of connections at 500 members."""

SYNAPSE_PACKAGES = ("matrix-synapse",)
NODE_PACKAGES = ("better-sqlite3@12", "socket.io@4")


@dataclass(frozen=True, slots=True)
class Installed:
    """Where programs and packages are; each look raises NotHere with what is missing."""

    folder: Path | None

    def python(self, environment: str, package: str) -> tuple[str, str]:
        """Return the Python of an environment, and the version of a package in it."""
        program = self._path(environment) / "bin" / "python"
        if not program.exists():
            raise NotHere(f"no environment {environment!r} in --peers")
        code = f"import importlib.metadata as found; print(found.version({package!r}))"
        return str(program), _first_line([str(program), "-c", code], f"{package} is not installed")

    def node(self, package: str) -> tuple[str, str]:
        """Return the folder of node's packages, and the version of one of them with that of node."""
        modules = self._path("node")
        described = modules / "node_modules" / package / "package.json"
        if not described.exists():
            raise NotHere(f"{package} is not installed")
        node = _first_line([find_program("node"), "--version"], "node does not run")
        return str(modules), f"{json.loads(described.read_text(encoding='utf-8'))['version']}, node {node}"

    def _path(self, name: str) -> Path:
        if self.folder is None:
            raise NotHere("give --peers DIR")
        return (self.folder / name).absolute()


def find_program(name: str) -> str:
    """Return the path of a program of this machine. Raises NotHere."""
    if found := shutil.which(name):
        return found
    raise NotHere(f"{name} is not installed")


def package_version(name: str) -> str:
    """Return the version of a Debian package that a program came with, or "unknown"."""
    try:
        return _first_line(["dpkg-query", "-W", "-f", "${Version}", name], "unknown")
    except (NotHere, OSError):
        return "unknown"


def install(folder: Path) -> None:
    """Install all peers that come from the registries of Python and node. Raises ClickException."""
    for name, packages in (("python", PYTHON_PACKAGES), ("synapse", SYNAPSE_PACKAGES)):
        environment = folder / name
        _run(sys.executable, "-m", "venv", environment)
        _run(environment / "bin" / "python", "-m", "pip", "install", "--quiet", *packages)
    modules = folder / "node"
    modules.mkdir(parents=True, exist_ok=True)
    _run("npm", "install", "--prefix", modules, "--no-audit", "--no-fund", *NODE_PACKAGES)
    # Where npm runs no scripts of packages unasked, the part in C++ is still to be made.
    _run("npm", "rebuild", "--prefix", modules, "better-sqlite3")


def _run(*command: str | Path) -> None:
    words = [str(part) for part in command]
    try:
        done = subprocess.run(words, check=False)  # noqa: S603 - our own command
    except FileNotFoundError as error:
        raise click.ClickException(f"{words[0]} is not installed.") from error
    if done.returncode:
        raise click.ClickException(f"This did not work: {' '.join(words)}")


def _first_line(command: list[str], otherwise: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode or not done.stdout.strip():
        raise NotHere(otherwise)
    return done.stdout.split("\n", 1)[0].strip()
