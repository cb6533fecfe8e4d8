"""The API as any program speaks it: JSON there and back, with a bearer token, one connection a question."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import msgspec

SECONDS = 10.0
"""How long an answer may take before the server counts as away."""


class Refused(Exception):
    """The server answered, and would not; `code` is that of its problem document."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class Away(Exception):
    """The server did not answer, or not in HTTP."""


class Api:
    """The API of one server for the person of one token."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self.authorization = f"Bearer {token}"
        self.live_url = f"ws://{parts.netloc}/live"

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return what the server says, None for an empty answer. Raises Refused, Away."""
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._exchange(self._request(method, path, body))
            status, content = _read(answer)
            said = msgspec.json.decode(content) if content else None
        except (OSError, ValueError) as error:
            raise Away(str(error)) from error
        if status >= 400:
            raise Refused(status, str(said.get("code", "")) if isinstance(said, dict) else "")
        return said

    def _request(self, method: str, path: str, body: Any) -> bytes:
        content = msgspec.json.encode(body) if body is not None else b""
        head = (
            f"{method} /api/v1{path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            f"Authorization: {self.authorization}",
            "Accept: application/json",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
            "Connection: close",
        )
        return "\r\n".join((*head, "", "")).encode() + content

    async def _exchange(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()


def _read(answer: bytes) -> tuple[int, bytes]:
    """Return status and body of an answer that the server has ended. Raises ValueError."""
    head, found, body = answer.partition(b"\r\n\r\n")
    parts = head.split(b" ", 2)
    if not found or len(parts) < 2 or b"transfer-encoding" in head.lower():
        raise ValueError("not an answer that can be read")
    return int(parts[1]), body
