"""PostgreSQL as the bus: LISTEN and NOTIFY over two connections beside those of the pool.

For two or three processes: NOTIFY takes a lock of the whole server at each commit, so that busy networks want
Redis. Payloads have less than 8,000 bytes.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg

from balkancluster.jobs import is_set_within
from balkancluster.realtime.bus.line import LineError, reason_of

SEND_SECONDS = 0.3
CONNECT_SECONDS = 1.0
QUIET_SECONDS = 2.0
"""How often the server is asked whether it is still there, and how long it may take to answer."""

_NOTIFY = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload"
_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError, ValueError)


class PostgresqlLine:
    """One channel of a database; `url` is one that asyncpg understands."""

    name = "postgresql"
    limit = 7_900

    def __init__(self, url: str, channel: str) -> None:
        self._url = _for_driver(url)
        self._channel = channel
        self._sender: Any = None

    async def send(self, payloads: list[bytes]) -> None:
        """Notify, or raise LineError and drop the connection."""
        try:
            if self._sender is None:
                self._sender = await self._connect()
            texts = [payload.decode() for payload in payloads]
            await self._sender.execute(_NOTIFY, self._channel, texts, timeout=SEND_SECONDS)
        except BaseException as error:
            await self.close_sending()
            if isinstance(error, _ERRORS):
                raise LineError(reason_of(error)) from error
            raise

    async def hear(self, opened: Callable[[], None], take: Callable[[bytes], None]) -> None:
        """Listen until the connection breaks or the server falls silent."""
        connection: Any = None
        ended = asyncio.Event()
        try:
            connection = await self._connect()
            connection.add_termination_listener(lambda _connection: ended.set())
            await connection.add_listener(self._channel, lambda *call: take(call[3].encode()))
            opened()
            while not await is_set_within(ended, QUIET_SECONDS):
                await connection.execute("SELECT 1", timeout=QUIET_SECONDS)
            raise LineError("the connection was closed")
        except _ERRORS as error:
            raise LineError(reason_of(error)) from error
        finally:
            if connection is not None:
                connection.terminate()

    async def _connect(self) -> Any:
        return await asyncpg.connect(self._url, timeout=CONNECT_SECONDS, command_timeout=SEND_SECONDS)

    async def close_sending(self) -> None:
        """Close the connection that sends, whatever is under way on it."""
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.terminate()


def _for_driver(url: str) -> str:
    """SQLAlchemy has its own way to name the driver and its encryption."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1).replace("?ssl=", "?sslmode=")
