"""What has arrived for one socket and was not taken yet: mostly nothing, and one who waits for it."""

import asyncio
from typing import Any


class Mailbox:
    """As much of asyncio.Queue as one reader of one socket needs, at a twentieth of the memory.

    A queue holds four deques, 2.5 kB of an idle socket for what is nearly always empty.
    """

    __slots__ = ("_messages", "_waiting")

    def __init__(self) -> None:
        self._messages: list[Any] = []
        self._waiting: asyncio.Future[None] | None = None

    def put_nowait(self, message: Any) -> None:
        """Add a message, and wake who waits."""
        self._messages.append(message)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def empty(self) -> bool:
        """Whether nothing waits to be taken."""
        return not self._messages

    async def get(self) -> Any:
        """Return the oldest message, once there is one. Only one may wait at a time."""
        while not self._messages:
            self._waiting = asyncio.get_running_loop().create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        return self._messages.pop(0)
