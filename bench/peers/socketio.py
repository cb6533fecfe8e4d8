"""Socket.IO 5 over a WebSocket: the server of node, with and without its recovery, and the one of Python."""

import json
import re
from pathlib import Path

from bench import ours
from bench.clients import Member
from bench.peers.folder import Installed, find_program
from bench.peers.peer import FULL, Peer, Started
from bench.peers.plain import SERVERS, UVICORN, database
from bench.peers.processes import PeerProcess
from bench.process import ServerProcess
from bench.tally import CLIENT_ID, Tally, body
from bench.wire import TEXT, handshake, masked_frame

PATH = "/socket.io/?EIO=4&transport=websocket"
SERVER_OF_NODE = Path(__file__).parent / "servers" / "socketio_room.js"
OFFSET = re.compile(rb'"([^"]+)"\]$')


class SocketIoMember(Member):
    """Somebody in the room; `session` is the private id with which the server lets them recover."""

    session = ""
    last = b""

    def _take(self, kind: int, payload: bytes, now: float) -> None:
        if kind == TEXT and payload == b"2":
            self.transport.write(masked_frame(b"3"))
            return
        self.last = payload
        super()._take(kind, payload, now)


class SocketIoRoom:
    """The room of a server that speaks Socket.IO."""

    def __init__(self, process: ServerProcess) -> None:
        self.process = process
        self._members: dict[int, SocketIoMember] = {}

    async def join(self, number: int, tally: Tally) -> Member:
        """Connect and enter the room."""
        member = await self._connect(number, tally)
        member.transport.write(masked_frame(b"40"))
        await member.expect(b"40{")
        if session := re.search(rb'"pid":"([^"]+)"', await member.expect(b"}")):
            member.session = session[1].decode()
        member.transport.write(masked_frame(b'42["join"]'))
        await member.expect(b'42["welcome"')
        await member.expect(b"]")
        member.listen()
        return member

    async def post(self, poster: int, number: int) -> None:
        """Post over the socket of the member with this number."""
        message = {"client_id": CLIENT_ID % number, "body": body(number)}
        words = json.dumps(["post", message], separators=(",", ":"))
        self._members[poster].transport.write(masked_frame(f"42{words}".encode()))

    async def _connect(self, number: int, tally: Tally) -> SocketIoMember:
        member = self._members[number] = SocketIoMember(tally)
        await member.connect(self.process.port)
        member.transport.write(handshake(PATH, {"Host": "127.0.0.1"}))
        await member.expect(b'"sid"')
        await member.expect(b"}")
        return member


class RecoveringRoom(SocketIoRoom):
    """The room of a server that remembers in memory what was said to whom, for two minutes."""

    def place_of(self, member: Member) -> str:
        """Return the private id of a member, and what they heard last."""
        assert isinstance(member, SocketIoMember)
        offset = OFFSET.search(member.last)
        assert offset, member.last
        return json.dumps({"pid": member.session, "offset": offset[1].decode()})

    async def come_back(self, number: int, tally: Tally, place: str) -> Member:
        """Connect with that; the room is entered again. What was missed comes before the answer."""
        member = await self._connect(number, tally)
        member.listen()
        member.transport.write(masked_frame(f"40{place}".encode()))
        return member


def find_socketio(installed: Installed) -> Peer:
    """Return socket.io on node as it comes. Raises NotHere."""
    return _on_node(installed, "socket.io", SocketIoRoom, {})


def find_recovering_socketio(installed: Installed) -> Peer:
    """Return socket.io on node with its recovery of connections. Raises NotHere."""
    return _on_node(installed, "socket.io, recovery on", RecoveringRoom, {"RECOVERY": "1"})


def _on_node(installed: Installed, name: str, room: type[SocketIoRoom], chosen: dict[str, str]) -> Peer:
    node = find_program("node")
    modules, used = installed.node("socket.io")

    async def begin(folder: Path, members: int) -> SocketIoRoom:
        port = ours.free_port()
        environment = database(folder) | chosen | {"PORT": str(port), "MODULES": modules}
        process = PeerProcess((node, str(SERVER_OF_NODE)), port, folder, environment)
        await process.start()
        return room(process)

    return Peer(Started(name, begin), used, FULL, is_installed=True)


def find_python_socketio(installed: Installed) -> Peer:
    """Return python-socketio on uvicorn. Raises NotHere."""
    python, used = installed.python("python", "python-socketio")

    async def begin(folder: Path, members: int) -> SocketIoRoom:
        port = ours.free_port()
        command = (python, *UVICORN, str(port), f"{SERVERS}.socketio_room:app")
        process = PeerProcess(command, port, folder, database(folder))
        await process.start()
        return SocketIoRoom(process)

    return Peer(Started("python-socketio", begin), used, FULL, is_installed=True)
