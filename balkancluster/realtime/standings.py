"""Looking up who may hear what: once for all who ask at the same moment.

When thousands come back within seconds each of them asks for their rooms. One after the other these questions
would keep everybody waiting, and the database busy; together a hundred cost little more than one.
"""

from collections.abc import Mapping, Sequence

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.jobs import Together
from balkancluster.realtime.catching_up import Turnstile
from balkancluster.realtime.channel import Asked, OpenChannel

AT_ONCE = 100


class Standings:
    """The questions of one process about who may hear which room."""

    def __init__(self, channel: OpenChannel, turnstile: Turnstile) -> None:
        self._channel = channel
        self._turnstile = turnstile
        self._together: Together[Asked, str] = Together("standings", self._read, AT_ONCE)

    async def find(self, actor: Actor, stream_id: int) -> str:
        """Return an actor's standing as it is now. Raises NotFound for who may not hear the stream."""
        standing = await self._together.ask((actor, stream_id))
        if standing is None:
            raise NotFound
        return standing

    async def close(self) -> None:
        """Wait until nothing is read any more."""
        await self._together.settle()

    async def _read(self, asked: Sequence[Asked]) -> Mapping[Asked, str]:
        async with self._turnstile.read() as session:
            return await self._channel.find_standings(session, asked)
