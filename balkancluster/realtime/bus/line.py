"""What a network offers to the bus: two connections of its own, one to send and one to hear."""

from collections.abc import Callable
from typing import Protocol


class LineError(Exception):
    """The other end cannot be reached, or does not answer; the text says why in a few words."""


def reason_of(error: BaseException) -> str:
    """Return what an error of a driver says, or what it is called."""
    return str(error) or type(error).__name__


class Line(Protocol):
    """A way to all other nodes. Both ways are opened when they are used, and anew after they broke."""

    name: str
    limit: int
    """Bytes of the largest payload."""

    async def send(self, payloads: list[bytes]) -> None:
        """Send within a short time, or raise LineError: then the connection is dropped, never reused."""
        ...

    async def hear(self, opened: Callable[[], None], take: Callable[[bytes], None]) -> None:
        """Subscribe, call `opened`, then `take` with each payload. Ends only by raising LineError."""
        ...

    async def close_sending(self) -> None:
        """Close the connection that sends."""
        ...
