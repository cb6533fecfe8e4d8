"""Who follows the stream of their own person, beside the rooms that they hear."""

from collections.abc import Awaitable, Callable

import msgspec

from balkancluster.errors import NotFound
from balkancluster.realtime.audience import Audience
from balkancluster.realtime.catching_up import Turnstile
from balkancluster.realtime.channel import Channel, Variant
from balkancluster.realtime.listener import Listener


class OwnStreams:
    """The listeners of people's own streams in one process.

    `open_audience` and `leave_audience` are the hub's, which keeps the audiences of all streams.
    """

    def __init__(
        self,
        channel: Channel,
        turnstile: Turnstile,
        open_audience: Callable[[int], Awaitable[Audience]],
        leave_audience: Callable[[Audience], None],
    ) -> None:
        self._channel = channel
        self._turnstile = turnstile
        self._open_audience = open_audience
        self._leave_audience = leave_audience
        self._followed: dict[Listener, Audience] = {}

    async def follow(
        self, listener: Listener, epoch: str, after: int, is_there: Callable[[Listener], bool]
    ) -> None:
        """Let a listener hear its person's stream after a number; raises NotFound for who may not read.

        From another life of the stream it is told to reset. Nothing happens once the listener is not there.
        """
        person_id = listener.actor.id
        async with self._turnstile.read() as session:
            standing = await self._channel.find_standing(session, listener.actor, person_id)
        if standing is None:
            raise NotFound
        audience = await self._open_audience(person_id)
        try:
            head = await audience.head_for(after)
            if not is_there(listener):
                return
            self._followed[listener] = audience
            variant = Variant(listener.reading, standing)
            audience.admit(listener, variant, epoch, after, head)
        finally:
            self._leave_audience(audience)

    def leave(self, listener: Listener) -> None:
        """A listener is gone."""
        if audience := self._followed.pop(listener, None):
            audience.remove(listener)
            self._leave_audience(audience)

    def followed_by(self, listener: Listener) -> list[Audience]:
        """Return the audience of a listener's own stream, if it follows it."""
        audience = self._followed.get(listener)
        return [audience] if audience and listener in audience else []

    def head_for(self, listener: Listener) -> int | msgspec.UnsetType:
        """Return how far a listener's own stream was delivered, if it follows it."""
        return next((audience.position for audience in self.followed_by(listener)), msgspec.UNSET)
