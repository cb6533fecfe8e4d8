"""Requests to a service: JSON over HTTP, with an end to every wait and a limit to every answer."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx2
import msgspec

from balkancluster import clock
from balkancluster.translation.failures import BUSY, GARBLED, QUOTA, REFUSED, REJECTED, UNREACHABLE, Failure

TIMEOUT = 10.0
"""Seconds for one try, from the first byte to the last."""

TRIES = 3
LONGEST_PAUSE = 10.0
"""Who asks us to come back later than this gets no second try: a person is waiting."""

LARGEST_ANSWER = 512 * 1024
"""Bytes; the longest message there can be takes an eighth of it."""

TOO_MANY, QUOTA_EXCEEDED, SERVER_ERRORS = 429, 456, 500

Answer = TypeVar("Answer")
Pause = Callable[[float], Awaitable[None]]


class Calls:
    """The line to one service at a base address, and nowhere else: no proxy, no redirect is followed.

    `pause` waits before another try.
    """

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str] | None = None,
        *,
        timeout: float = TIMEOUT,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._timeout, self._pause = timeout, pause
        self._base_url, self._headers = base_url.rstrip("/"), dict(headers or {})
        self._client: httpx2.AsyncClient | None = None

    async def ask(self, method: str, path: str, type_: type[Answer], body: Any = None) -> Answer:
        """Return the answer to a request, after at most two more tries. Raises Failure."""
        for attempt in range(TRIES):
            status, headers, content = await self._try(method, path, body)
            if status == httpx2.codes.OK:
                return _read(content, type_)
            wait = _pause_before_next(status, headers, attempt)
            if wait is None or attempt == TRIES - 1:
                raise Failure(_reason(status))
            await self._pause(wait)
        raise AssertionError

    async def _try(self, method: str, path: str, body: Any) -> tuple[int, httpx2.Headers, bytes]:
        try:
            # The limits of the client begin anew with every byte: this one does not.
            async with asyncio.timeout(self._timeout):
                return await self._send(method, path, body)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
            raise Failure(UNREACHABLE) from error

    async def _send(self, method: str, path: str, body: Any) -> tuple[int, httpx2.Headers, bytes]:
        async with self._open().stream(method, path, json=body) as answer:
            content = bytearray()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > LARGEST_ANSWER:
                    raise Failure(GARBLED)
            return answer.status_code, answer.headers, bytes(content)

    def _open(self) -> httpx2.AsyncClient:
        """Return the client, made when it is first needed."""
        if self._client is None:
            self._client = httpx2.AsyncClient(
                base_url=self._base_url, headers=self._headers, timeout=self._timeout, trust_env=False
            )
        return self._client

    async def close(self) -> None:
        """Close the line."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _read(content: bytes, type_: type[Answer]) -> Answer:
    try:
        return msgspec.json.decode(content, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Failure(GARBLED) from error


def _pause_before_next(status: int, headers: httpx2.Headers, attempt: int) -> float | None:
    """Return how many seconds to wait before another try, or None where none would help."""
    if status != TOO_MANY and status < SERVER_ERRORS:
        return None
    wanted = _retry_after(str(headers.get("Retry-After", "")))
    if wanted is not None:
        return wanted if wanted <= LONGEST_PAUSE else None
    return random.uniform(0.25, 0.5) * float(2**attempt)  # noqa: S311 - jitter, no secret


def _retry_after(text: str) -> float | None:
    """Return the seconds that a Retry-After asks for (RFC 9110, section 10.2.3), in either of its forms."""
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - clock.now()).total_seconds())
    except (TypeError, ValueError):
        return None


def _reason(status: int) -> str:
    if status in {httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN}:
        return REFUSED
    if status >= SERVER_ERRORS:
        return UNREACHABLE
    return {TOO_MANY: BUSY, QUOTA_EXCEEDED: QUOTA}.get(status, REJECTED)
