"""The servers that are compared: ours as it runs, ours with every event apart, bare C, bare uvloop."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench import ours
from bench.clients import HttpClient, Member
from bench.network import Network, fill
from bench.process import Measured, ServerProcess
from bench.tally import CLIENT_ID, Tally, body
from bench.wire import handshake, masked_frame

PEERS = Path(__file__).parent / "peers"
TURN = 50
MOST_POSTERS = 100


class Running(Protocol):
    """A server that runs, with a room in it."""

    @property
    def process(self) -> Measured:
        """Return what is measured."""

    async def join(self, number: int, tally: Tally) -> Member:
        """Let a member in and let it listen."""

    async def post(self, poster: int, number: int) -> None:
        """Let one of the posters post; return when the server has it."""


class Contestant(Protocol):
    """A kind of server."""

    @property
    def name(self) -> str:
        """Return what it is called in the tables."""

    async def start(self, folder: Path, members: int, frame_length: int) -> Running:
        """Start one in an empty folder. Bare ones make their frames as long as they are told."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The real server, with sessions, rights, rendering and a log."""

    name: str = "BalkanCluster"
    program: tuple[str, ...] = ours.PROGRAM

    async def start(self, folder: Path, members: int, frame_length: int) -> "OurRoom":
        """Make a network of so many people and serve it."""
        network = await fill(folder, members)
        process = ours.serve(folder, ours.free_port(), self.program)
        await process.start()
        return OurRoom(network, process)


class OurRoom:
    """A room of ours. Posts come by HTTP, from a member for each poster.

    After TURN posts another member goes on in the poster's place: nobody exceeds the limit of one person.
    """

    def __init__(self, network: Network, process: Measured) -> None:
        self.process = process
        self._network = network
        self._head = network.head
        self._posters: dict[int, HttpClient] = {}
        self._said: Counter[int] = Counter()

    @property
    def head(self) -> int:
        """Return the number of the last event that was said."""
        return self._head

    def port_of(self, number: int) -> int:
        """Return the port that somebody comes to."""
        return self.process.port

    async def join(self, number: int, tally: Tally) -> Member:
        """Open a member's socket and subscribe to the room, from now on."""
        return await self.come_back(number, tally, str(self._head))

    def reading_of(self, number: int) -> dict[str, str]:
        """Return what a member says of how they read: here nothing besides their settings."""
        return {}

    def words_of(self, number: int) -> str:
        """Return the words of a post."""
        return body(number)

    def place_of(self, member: Member) -> str:
        """Return the number of the last event that was said."""
        return str(self._head)

    async def come_back(self, number: int, tally: Tally, place: str) -> Member:
        """Open a member's socket and subscribe to what comes after a number."""
        member = Member(tally)
        await member.connect(self.port_of(number))
        member.transport.write(handshake("/live", ours.signed_in(self._network.tokens[number])))
        await member.expect(b"\r\n\r\n")
        member.transport.write(_frame(t="hello", v=1, **self.reading_of(number)))
        await member.expect(b'"welcome"')
        await member.expect(b"}")
        where = {"room": str(self._network.room), "epoch": self._network.epoch, "after": int(place)}
        member.transport.write(_frame(t="sub", **where))
        member.listen()
        return member

    async def post(self, poster: int, number: int) -> None:
        """Post over this poster's connection."""
        if poster not in self._posters:
            self._posters[poster] = HttpClient()
            await self._posters[poster].connect(self.port_of(poster))
        turns, self._said[poster] = self._said[poster] // TURN, self._said[poster] + 1
        member = (poster + turns * MOST_POSTERS) % len(self._network.tokens)
        request = ours.post_request(self._network, member, CLIENT_ID % number, self.words_of(number))
        head, content = await self._posters[poster].ask(request)
        if not head.startswith(b"HTTP/1.1 201"):
            raise ConnectionError(f"a post was refused: {head!r} {content!r}")
        self._head = max(self._head, json.loads(content)["seq"])


@dataclass(frozen=True, slots=True)
class Bare:
    """A server that only stores and sends."""

    name: str
    command: tuple[str, ...]

    async def start(self, folder: Path, members: int, frame_length: int) -> "BareRoom":
        """Start it on a database of its own."""
        port = ours.free_port()
        command = (*self.command, str(port), str(folder / "bare.sqlite3"), str(frame_length))
        process = ServerProcess(command, port, folder)
        await process.start()
        return BareRoom(process)


class BareRoom:
    """The one room of a bare server: who connects is in it, and posts over the same socket."""

    def __init__(self, process: ServerProcess) -> None:
        self.process = process
        self._members: dict[int, Member] = {}

    async def join(self, number: int, tally: Tally) -> Member:
        """Connect."""
        member = self._members[number] = Member(tally)
        await member.connect(self.process.port)
        member.transport.write(handshake("/", {"Host": "bare"}))
        await member.expect(b"welcome")
        member.listen()
        return member

    async def post(self, poster: int, number: int) -> None:
        """Post over the socket of the member with this number."""
        post = {"client_id": CLIENT_ID % number, "body": body(number)}
        self._members[poster].transport.write(masked_frame(json.dumps(post, separators=(",", ":")).encode()))


def contestants(folder: Path) -> tuple[list[Contestant], list[str]]:
    """Return everybody who can be measured here, and for the others why they are missing."""
    found: list[Contestant] = [Ours(), Ours("BalkanCluster, each event apart", ours.APART)]
    missing = []
    try:
        found.append(Bare("bare C", (str(_compile(folder)),)))
    except NotHere as reason:
        missing.append(f"bare C: {reason}")
    if _has_uvloop():
        found.append(Bare("bare uvloop", (sys.executable, "-m", "bench.peers.raw")))
    else:
        missing.append("bare uvloop: uvloop is not installed")
    return found, missing


class NotHere(Exception):
    """A peer cannot be measured on this machine; says why."""


def _compile(folder: Path) -> Path:
    compiler, program = shutil.which("gcc"), folder / "bare"
    if compiler is None:
        raise NotHere("gcc is not installed")
    command = [compiler, "-O2", "-o", str(program), str(PEERS / "bare.c"), "-lsqlite3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own source
    if done.returncode:
        raise NotHere("libsqlite3-dev is not installed" if "sqlite3" in done.stderr else done.stderr)
    return program


def _has_uvloop() -> bool:
    try:
        import uvloop  # noqa: F401
    except ImportError:
        return False
    return True


def _frame(**fields: object) -> bytes:
    return masked_frame(json.dumps(fields).encode())
