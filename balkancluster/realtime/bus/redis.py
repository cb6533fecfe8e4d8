"""Redis or Valkey: pub/sub over two connections that nobody else uses.

A call is never cancelled: an answer that came late would be taken for the answer to the next call
(CVE-2023-28858). The connection's own time-outs end a call, and the connection with it.
"""

from collections.abc import Callable
from typing import Any

from redis.asyncio.connection import Connection, ConnectionPool
from redis.exceptions import RedisError

from balkancluster.realtime.bus.line import LineError, reason_of
from balkancluster.realtime.bus.packing import LARGEST

SEND_SECONDS = 0.3
CONNECT_SECONDS = 1.0
QUIET_SECONDS = 2.0
"""After so long without a word the server is asked whether it is still there, and given as long to answer."""

_ERRORS = (RedisError, OSError, TimeoutError, ValueError)


class RedisLine:
    """One channel of a server; `url` begins with redis:// or, for TLS, rediss://."""

    name = "redis"
    limit = LARGEST

    def __init__(self, url: str, channel: str) -> None:
        self._channel = channel
        # Only a factory: no connection ever returns to it. RESP 2, which every Redis and Valkey speaks.
        self._pool = ConnectionPool.from_url(
            url,
            retry=None,
            protocol=2,
            socket_timeout=SEND_SECONDS,
            socket_connect_timeout=CONNECT_SECONDS,
            health_check_interval=0,
        )
        self._sender: Connection | None = None

    async def send(self, payloads: list[bytes]) -> None:
        """Publish, or raise LineError and drop the connection."""
        try:
            if self._sender is None:
                self._sender = await self._connect()
            for payload in payloads:
                await self._sender.send_command("PUBLISH", self._channel, payload)
            for _payload in payloads:
                await self._sender.read_response()
        except _ERRORS as error:
            await self.close_sending()
            raise LineError(reason_of(error)) from error
        except BaseException:
            await self.close_sending()
            raise

    async def hear(self, opened: Callable[[], None], take: Callable[[bytes], None]) -> None:
        """Subscribe and hear until the connection breaks or the server falls silent."""
        connection = None
        try:
            connection = await self._connect()
            await connection.send_command("SUBSCRIBE", self._channel)
            await connection.read_response()
            opened()
            while True:
                take_message(await self._next(connection), take)
        except _ERRORS as error:
            raise LineError(reason_of(error)) from error
        finally:
            if connection is not None:
                await connection.disconnect(nowait=True)

    async def _next(self, connection: Connection) -> Any:
        """Return what the server says next; None is what the driver calls silence."""
        answer = await connection.read_response(timeout=QUIET_SECONDS, disconnect_on_error=False)
        if answer is None:
            await connection.send_command("PING")
            answer = await connection.read_response(timeout=QUIET_SECONDS, disconnect_on_error=False)
        if answer is None:
            raise LineError("the server does not answer")
        return answer

    async def _connect(self) -> Connection:
        connection: Connection = self._pool.make_connection()  # type: ignore[no-untyped-call]
        await connection.connect()  # type: ignore[no-untyped-call]
        return connection

    async def close_sending(self) -> None:
        """Close the connection that sends, whatever is under way on it."""
        sender, self._sender = self._sender, None
        if sender is not None:
            await sender.disconnect(nowait=True)


def take_message(answer: Any, take: Callable[[bytes], None]) -> None:
    """Take what others published out of an answer of the server; the rest are confirmations."""
    if isinstance(answer, list) and len(answer) == 3 and answer[0] == b"message":
        take(answer[2])
