"""A WebSocket client that may break every rule of RFC 6455."""

import asyncio
import base64
import json
import os
from typing import Any

from tests.attacks.wire import SECONDS, Answer, Headers, Wire, request

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

HELLO = {"t": "hello", "v": 1}


class WebSocketWire(Wire):
    """A WebSocket whose frames are given byte for byte."""

    async def shake_hands(self, headers: Headers, target: str = "/live") -> Answer:
        """Ask for a WebSocket and return the answer, 101 where it was opened."""
        upgrade = (
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", base64.b64encode(os.urandom(16)).decode()),
        )
        await self.send(request("GET", target, [*headers, *upgrade]))
        return await self.read_answer()

    async def greet(self) -> None:
        """Say hello as a client should, and hear the welcome."""
        await self.say(HELLO)
        assert (await self.hear())["t"] == "welcome"

    async def say(self, message: Any) -> None:
        """Send a frame that keeps the rules around JSON, or around a text that is meant to be JSON."""
        text = message if isinstance(message, str) else json.dumps(message)
        await self.send(frame(TEXT, text.encode()))

    async def hear(self, kind: str = "") -> dict[str, Any]:
        """Return the next message, or the next of a kind. Raises AssertionError when the socket closes."""
        while True:
            opcode, payload = await self.read_frame()
            assert opcode == TEXT, f"closed with {int.from_bytes(payload[:2], 'big')}"
            message: dict[str, Any] = json.loads(payload)
            if not kind or message["t"] == kind:
                return message

    async def read_close(self) -> int:
        """Return the code with which the server closes, passing over what it says before."""
        opcode, payload = await self.read_frame()
        while opcode != CLOSE:
            opcode, payload = await self.read_frame()
        return int.from_bytes(payload[:2], "big")

    async def read_frame(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame that is no ping. Raises AssertionError on silence."""
        try:
            async with asyncio.timeout(SECONDS):
                opcode, payload = await self._read_frame()
                while opcode == PING:
                    opcode, payload = await self._read_frame()
                return opcode, payload
        except (TimeoutError, ConnectionError, EOFError) as error:
            raise AssertionError("the socket went silent") from error

    async def _read_frame(self) -> tuple[int, bytes]:
        first, length = await self.read(2)
        if length >= 126:
            length = int.from_bytes(await self.read(2 if length == 126 else 8), "big")
        return first & 0x0F, await self.read(length)


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    final: bool = True,
    reserved: int = 0,
    masked: bool = True,
    declared: int | None = None,
) -> bytes:
    """Return a frame (RFC 6455, section 5.2); `declared` is a length that need not be true."""
    length = len(payload) if declared is None else declared
    mask_bit = 0x80 * masked
    head = bytes((0x80 * final | reserved << 4 | opcode,))
    if length < 126:
        head += bytes((mask_bit | length,))
    elif length < 65_536:
        head += bytes((mask_bit | 126,)) + length.to_bytes(2, "big")
    else:
        head += bytes((mask_bit | 127,)) + length.to_bytes(8, "big")
    # A mask of zeros leaves the payload as it is.
    return head + bytes(4 * masked) + payload
