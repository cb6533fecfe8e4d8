"""Rooms over plain WebSockets: who connects is in it, and posts over the same socket, as with bare ones."""

import sys
from importlib.metadata import version
from pathlib import Path

from bench import ours
from bench.contestants import BareRoom
from bench.peers.folder import Installed, find_program
from bench.peers.peer import FULL, Peer, Started
from bench.peers.processes import PeerProcess
from bench.process import ServerProcess

SERVERS = "bench.peers.servers"
UVICORN = ("-m", "uvicorn", "--log-level", "warning", "--no-access-log", "--port")


def find_starlette(_installed: Installed) -> Peer:
    """Return Starlette as most would use it. It comes with the bench."""

    async def begin(folder: Path, members: int) -> BareRoom:
        port = ours.free_port()
        application = f"{SERVERS}.starlette_room:app"
        command = (sys.executable, *UVICORN, str(port), "--ws", "websockets-sansio", application)
        return await _room(PeerProcess(command, port, folder, database(folder)))

    used = f"{version('starlette')}, uvicorn {version('uvicorn')}"
    return Peer(Started("Starlette, send_text to each", begin), used, FULL)


def find_websockets(_installed: Installed) -> Peer:
    """Return the broadcast of websockets. It comes with the bench."""

    async def begin(folder: Path, members: int) -> BareRoom:
        port = ours.free_port()
        command = (sys.executable, "-m", f"{SERVERS}.websockets_room")
        return await _room(PeerProcess(command, port, folder, database(folder) | {"PORT": str(port)}))

    return Peer(Started("websockets.broadcast", begin), f"{version('websockets')}, uvloop", FULL)


def find_channels(installed: Installed) -> Peer:
    """Return Django Channels with its layer in Redis. Raises NotHere."""
    redis = find_program("redis-server")
    python, used = installed.python("python", "channels")
    _python, django = installed.python("python", "django")

    async def begin(folder: Path, members: int) -> BareRoom:
        port, redis_port = ours.free_port(), ours.free_port()
        (folder / "redis").mkdir()
        kept_nowhere = ("--save", "", "--appendonly", "no")
        words = (redis, "--port", str(redis_port), "--bind", "127.0.0.1", *kept_nowhere)
        helper = ServerProcess(words, redis_port, folder / "redis")
        command = (python, *UVICORN, str(port), f"{SERVERS}.channels_room:application")
        environment = database(folder) | {"REDIS_PORT": str(redis_port)}
        return await _room(PeerProcess(command, port, folder, environment, [helper]))

    started = Started("Django Channels", begin)
    return Peer(started, f"{used}, Django {django}, Redis", FULL, most_posts=40, rate=2, is_installed=True)


def database(folder: Path) -> dict[str, str]:
    """Return the variable that names the database of a room."""
    return {"DATABASE": str(folder / "room.sqlite3")}


async def _room(process: ServerProcess) -> BareRoom:
    await process.start()
    return BareRoom(process)
