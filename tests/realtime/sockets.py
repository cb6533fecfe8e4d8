"""A live socket as a client has it: what it says and what it hears."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from balkancluster.database import new_id

SECONDS = 30
"""How long news may take before it counts as lost; also on a busy machine."""

Frame = dict[str, Any]


class Socket:
    """One open socket; `heard` are all frames so far."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.heard: list[Frame] = []

    @property
    def is_uncompressed(self) -> bool:
        """Whether frames travel as they are."""
        return self._connection.protocol.extensions == []

    async def say(self, **frame: object) -> None:
        """Send one frame."""
        await self._connection.send(json.dumps(frame))

    def tear(self) -> None:
        """Let the line break without a word."""
        self._connection.transport.abort()

    async def hear(self, kind: str) -> Frame:
        """Return the next frame of a kind, passing over others."""
        async with asyncio.timeout(SECONDS):
            while True:
                frame: Frame = json.loads(await self._connection.recv())
                self.heard.append(frame)
                if frame["t"] == kind:
                    return frame

    async def hear_events(self, last: int) -> list[Frame]:
        """Return the events that come now, up to the one with this number."""
        events: list[Frame] = []
        while not events or events[-1]["seq"] < last:
            events += (await self.hear("events"))["events"]
        return events

    async def hear_any(self) -> Frame:
        """Return the next frame, however long it takes."""
        frame: Frame = json.loads(await self._connection.recv())
        return frame

    @property
    def close_code(self) -> int:
        """Return the code with which the socket was closed, 0 while it is open."""
        return self._connection.close_code or 0

    async def greet(self, **choices: object) -> Frame:
        """Say hello and return the welcome."""
        await self.say(t="hello", v=1, **choices)
        return await self.hear("welcome")

    async def follow(self, room: Frame, after: int | None = None) -> None:
        """Ask for a room as the API described it, from its head or from a number on."""
        place = room["head"] if after is None else after
        await self.say(t="sub", room=room["id"], epoch=room["epoch"], after=place)

    async def hear_the_end(self) -> int:
        """Read until the socket closes and return the code; 1006 is the code of a torn line."""
        async with asyncio.timeout(SECONDS):
            with contextlib.suppress(ConnectionClosed):
                while True:
                    self.heard.append(json.loads(await self._connection.recv()))
        return self._connection.close_code or 0


@asynccontextmanager
async def open_socket(url: str, headers: dict[str, str], window: int | None = None) -> AsyncIterator[Socket]:
    """Open a socket; with a small receive `window` (bytes) the server soon notices who does not read."""
    host, _, port = url.removeprefix("http://").partition(":")
    line = socket.socket()
    if window is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    line.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(line, (host, int(port)))
    except BaseException:
        line.close()
        raise
    connection = await connect(
        f"ws://{host}:{port}/live",
        sock=line,
        additional_headers=headers,
        compression=None,
        max_queue=2,
        ping_interval=None,
        close_timeout=2,
    )
    async with connection:
        yield Socket(connection)


def numbers(events: list[Frame]) -> list[int]:
    """Return the sequence numbers of events."""
    return [event["seq"] for event in events]


def message(body: str) -> Frame:
    """Return a new message for the API."""
    return {"client_id": new_id(), "body": body}
