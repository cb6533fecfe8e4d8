"""Everybody who is compared: ours, the floors, and every peer that is installed here."""

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from balkancluster import __version__
from bench.contestants import NotHere, contestants
from bench.peers.chat_servers import find_ejabberd, find_prosody, find_synapse
from bench.peers.folder import Installed
from bench.peers.peer import FULL, Peer
from bench.peers.plain import find_channels, find_starlette, find_websockets
from bench.peers.socketio import find_python_socketio, find_recovering_socketio, find_socketio

FINDERS: dict[str, Callable[[Installed], Peer]] = {
    "websockets.broadcast": find_websockets,
    "Starlette": find_starlette,
    "socket.io": find_socketio,
    "socket.io, recovery on": find_recovering_socketio,
    "python-socketio": find_python_socketio,
    "Django Channels": find_channels,
    "ejabberd": find_ejabberd,
    "Prosody": find_prosody,
    "Synapse": find_synapse,
}


def find_peers(
    scratch: Path, installed: Installed, only: Sequence[str], without: Sequence[str]
) -> tuple[list[Peer], list[str]]:
    """Return everybody whose name is wanted, ours first, and why others are missing.

    `only` and `without` are parts of names. Ours and the floors are always there: all is measured by them.
    """
    found, missing = _own(scratch)
    for name, find in FINDERS.items():
        if (only and not _names(name, only)) or _names(name, without):
            continue
        try:
            found.append(find(installed))
        except NotHere as reason:
            missing.append(f"{name}: {reason}")
    return found, missing


def _own(scratch: Path) -> tuple[list[Peer], list[str]]:
    own, missing = contestants(scratch)
    versions = {"bare C": "gcc -O2", "bare uvloop": _version_of("uvloop")}
    return [Peer(each, versions.get(each.name, __version__), FULL) for each in own], missing


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _names(name: str, parts: Sequence[str]) -> bool:
    return any(part.casefold() in name.casefold() for part in parts)
