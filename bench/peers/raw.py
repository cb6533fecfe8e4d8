"""The least that Python can do on uvloop: a row for each post, one frame for all, a write for each member.

`python -m bench.peers.raw PORT FILE LENGTH`, with LENGTH the bytes of a frame on the wire. Like bare.c it
trusts its clients.
"""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path
from typing import cast

import uvloop

from bench.wire import ACCEPTED, Frames, text_frame

TABLE = "create table message(id integer primary key, room text, person text, at real, body text)"
ROW = "insert into message(room, person, at, body) values('room', 'person', 1700000000.1, ?)"


class Room:
    """Its members, and the database of what they said."""

    def __init__(self, path: Path, frame_length: int) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(f"pragma journal_mode=wal; pragma synchronous=full; {TABLE}")
        self._frame_length = frame_length
        self.members: set[asyncio.Transport] = set()

    def post(self, text: str) -> None:
        """Store what was said, and send it to everybody."""
        row = self._database.execute(ROW, (text,)).lastrowid
        message = json.dumps({"id": row, "room": "room", "message": json.loads(text)}, separators=(",", ":"))
        frame = text_frame(message[:-1].ljust(self._frame_length - 5).encode() + b"}")
        for member in self.members:
            member.write(frame)


class Member(asyncio.Protocol):
    """One socket."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._frames: Frames | None = None
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the handshake."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        self._room.members.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        """Shake hands, then take posts."""
        if self._frames is None:
            self._head += data
            if self._head.endswith(b"\r\n\r\n"):
                self._frames = Frames()
                self._room.members.add(self._transport)
                self._transport.write(ACCEPTED + text_frame(b"welcome"))
            return
        for payload in self._frames.feed(data):
            self._room.post(payload.decode())


async def main(port: int, path: Path, frame_length: int) -> None:
    """Serve for ever."""
    room = Room(path, frame_length)
    server = await asyncio.get_running_loop().create_server(
        lambda: Member(room), "127.0.0.1", port, backlog=1024
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
