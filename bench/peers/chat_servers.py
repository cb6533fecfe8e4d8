"""ejabberd, Prosody and Synapse as processes: their configurations, and an empty database for each."""

import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from string import Template

from bench import ours
from bench.contestants import NotHere
from bench.peers.folder import Installed, find_program, package_version
from bench.peers.matrix import MatrixRoom
from bench.peers.peer import AS_SHIPPED, Peer, Started
from bench.peers.processes import PeerProcess
from bench.peers.xmpp import XmppRoom

TEMPLATES = Path(__file__).parent / "servers"
LIBRARIES = Path("/usr/lib")
NEVER_BUSY = ("+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none")
"""Erlang does not spin while it waits: that would count as its work."""


def find_ejabberd(_installed: Installed) -> Peer:
    """Return ejabberd of Debian: one node, its archive in SQLite. Raises NotHere."""
    erlang = find_program("erl")
    tables = _find_one("*/ejabberd-*/priv/sql/lite.sql", "ejabberd")
    libraries = tables.parents[3]

    async def begin(folder: Path, members: int) -> XmppRoom:
        port = ours.free_port()
        _make_database(folder / "archive.sqlite", tables)
        written = _write(folder, "ejabberd.yml", port)
        environment = {
            "EJABBERD_CONFIG_PATH": str(written),
            "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
        }
        environment |= {"HOME": str(folder), "ERL_LIBS": str(libraries)}
        database = ("-mnesia", "dir", f'"{folder / "mnesia"}"')
        options = ("-noinput", "-noshell", "+K", "true", "+P", "250000", *NEVER_BUSY, *database)
        return await _xmpp_room((erlang, *options, "-s", "ejabberd"), port, folder, environment)

    return Peer(Started("ejabberd", begin), package_version("ejabberd"), AS_SHIPPED)


def find_prosody(_installed: Installed) -> Peer:
    """Return Prosody of Debian, its archive in SQLite. Raises NotHere."""
    program = find_program("prosody")

    async def begin(folder: Path, members: int) -> XmppRoom:
        port = ours.free_port()
        written = _write(folder, "prosody.cfg.lua", port)
        return await _xmpp_room((program, "--config", str(written), "-F"), port, folder, {})

    return Peer(Started("Prosody", begin), package_version("prosody"), AS_SHIPPED)


def find_synapse(installed: Installed) -> Peer:
    """Return Synapse, one process on SQLite. Raises NotHere."""
    python, used = installed.python("synapse", "matrix-synapse")

    async def begin(folder: Path, members: int) -> MatrixRoom:
        port = ours.free_port()
        written = _write(folder, "synapse.yaml", port)
        log = "version: 1\nhandlers: {console: {class: logging.StreamHandler}}\n"
        (folder / "log.yaml").write_text(
            f"{log}root: {{level: ERROR, handlers: [console]}}\n", encoding="utf-8"
        )
        command = (python, "-m", "synapse.app.homeserver", "--config-path", str(written))
        _run(*command, "--generate-keys")
        process = PeerProcess(command, port, folder)
        await process.start()
        room = MatrixRoom(process)
        await room.open(members)
        return room

    started = Started("Synapse", begin)
    return Peer(started, used, "SQLite, as shipped", most_posts=8, rate=0.2, is_installed=True)


async def _xmpp_room(
    command: tuple[str, ...], port: int, folder: Path, environment: Mapping[str, str]
) -> XmppRoom:
    process = PeerProcess(command, port, folder, environment)
    await process.start()
    room = XmppRoom(process)
    await room.open()
    return room


def _write(folder: Path, name: str, port: int) -> Path:
    template = Template((TEMPLATES / name).read_text(encoding="utf-8"))
    written = folder / name
    written.write_text(template.substitute(folder=folder, port=port), encoding="utf-8")
    return written


def _find_one(pattern: str, name: str) -> Path:
    found = sorted(LIBRARIES.glob(pattern))
    if not found:
        raise NotHere(f"{name} is not installed")
    return found[-1]


def _make_database(path: Path, tables: Path) -> None:
    with sqlite3.connect(path) as database:
        database.executescript(tables.read_text(encoding="utf-8"))
    database.close()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise NotHere(done.stderr)
