"""All audiences of this process, and the safety nets that keep them true when a hint is lost (D10)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import NotFound
from balkancluster.realtime.audience import Audience
from balkancluster.realtime.bus import Hints
from balkancluster.realtime.channel import Channel, Variant
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.models import Stream

SESSION_ENDED = 4501
CHUNK = 500

FindEnded = Callable[[AsyncSession, Iterable[Actor]], Awaitable[set[Actor]]]
"""Given the actors of open sockets, return those whose session, token or account has ended."""


class Hub:
    """Who listens to what in this process."""

    def __init__(self, database: Database, channel: Channel, find_ended: FindEnded) -> None:
        self._database = database
        self._channel = channel
        self._find_ended = find_ended
        self._audiences: dict[int, Audience] = {}
        self._listeners: dict[Listener, set[int]] = {}
        self._forgotten: set[asyncio.Task[None]] = set()

    def hint(self, hints: Hints) -> None:
        """Streams moved: wake the audiences that exist here."""
        for stream_id in hints:
            if audience := self._audiences.get(stream_id):
                audience.wake()

    def _audience(self, stream_id: int) -> Audience:
        if stream_id not in self._audiences:
            self._audiences[stream_id] = Audience(stream_id, self._database, self._channel)
        return self._audiences[stream_id]

    async def _prepared_audience(self, stream_id: int) -> Audience:
        """Return an audience that knows its position, and that was not forgotten meanwhile as empty."""
        while True:
            audience = self._audience(stream_id)
            await audience.prepare()
            if self._audiences.get(stream_id) is audience:
                return audience

    # Sockets

    def welcome(self, listener: Listener) -> None:
        """A socket is open."""
        listener.on_pause, listener.on_resume = self._pause, self._resume
        self._listeners[listener] = set()

    def farewell(self, listener: Listener) -> None:
        """A socket is gone."""
        for stream_id in self._listeners.pop(listener, ()):
            self.unsubscribe(listener, stream_id)
        listener.resume()

    def sockets_of(self, person_id: int) -> int:
        """Return how many sockets a person has open in this process."""
        return sum(listener.actor.id == person_id for listener in self._listeners)

    async def subscribe(self, listener: Listener, stream_id: int, epoch: str, after: int) -> None:
        """Let a listener hear a stream after a number; from another life of the stream it is told to reset.

        Raises NotFound when the actor may not hear it, as when it does not exist.
        """
        async with self._database.read() as session:
            standing = await self._channel.find_standing(session, listener.actor, stream_id)
            if standing is None:
                raise NotFound
            head = await session.scalar(select(Stream.head).where(Stream.id == stream_id)) or 0
        audience = await self._prepared_audience(stream_id)
        if listener not in self._listeners:
            return
        if epoch != audience.epoch or after > head:
            listener.send(t="reset", room=str(stream_id), epoch=audience.epoch, head=head)
            after = head
        self._listeners[listener].add(stream_id)
        audience.add(listener, Variant(listener.locale, listener.script, standing), after)

    def unsubscribe(self, listener: Listener, stream_id: int) -> None:
        """Let a listener hear a stream no longer."""
        self._listeners.get(listener, set()).discard(stream_id)
        if audience := self._audiences.get(stream_id):
            audience.remove(listener)
            self._forget_if_empty(audience)

    def change_language(self, listener: Listener) -> None:
        """Present later events in the listener's present locale and script."""
        for audience in self._heard_by(listener):
            standing = audience.standing_of(listener)
            audience.change_variant(listener, Variant(listener.locale, listener.script, standing))

    def heads_for(self, listener: Listener) -> dict[str, int]:
        """Return the position of each stream that a listener hears."""
        return {str(audience.stream_id): audience.position for audience in self._heard_by(listener)}

    def broadcast(self, sender: Listener, stream_id: int, frame: bytes) -> None:
        """Send something forgettable to the others who hear a stream; the sender must hear it too."""
        audience = self._audiences.get(stream_id)
        if audience and sender in audience:
            audience.broadcast(frame, lambda listener: listener.actor.id != sender.actor.id)

    async def wait_for_news(self, stream_id: int, after: int, seconds: float) -> None:
        """Return when something after `after` is in the log, or when the time is over."""
        audience = self._audience(stream_id)
        await audience.wait_for_news(after, seconds)
        self._forget_if_empty(audience)

    def _heard_by(self, listener: Listener) -> list[Audience]:
        heard = (self._audiences.get(stream_id) for stream_id in self._listeners.get(listener, ()))
        return [audience for audience in heard if audience and listener in audience]

    def _forget_if_empty(self, audience: Audience) -> None:
        if audience.is_empty:
            self._audiences.pop(audience.stream_id, None)
            # Its last read may be under way, and must end before somebody closes the database.
            self._forgotten.add(task := asyncio.create_task(audience.close()))
            task.add_done_callback(self._forgotten.discard)

    def _pause(self, listener: Listener) -> None:
        for audience in self._heard_by(listener):
            audience.pause(listener)

    def _resume(self, listener: Listener) -> None:
        for audience in self._heard_by(listener):
            audience.resume(listener)

    # Safety nets

    async def beat(self) -> None:
        """Send every socket the heads of what it hears, so that a client sees a gap at the tail."""
        for number, listener in enumerate(list(self._listeners)):
            if not listener.paused:
                listener.send(t="heads", rooms=self.heads_for(listener))
            if number % CHUNK == CHUNK - 1:
                await asyncio.sleep(0)

    async def sweep(self) -> None:
        """Wake audiences whose stream moved without a hint, and end sockets whose session has ended."""
        streams, actors = list(self._audiences), {listener.actor for listener in self._listeners}
        if not streams and not actors:
            return
        async with self._database.read() as session:
            for start in range(0, len(streams), CHUNK):
                await self._sweep_heads(session, streams[start : start + CHUNK])
            ended = await self._find_ended(session, actors)
        self.end(ended)

    async def _sweep_heads(self, session: AsyncSession, streams: list[int]) -> None:
        statement = select(Stream.id, Stream.head, Stream.epoch).where(Stream.id.in_(streams))
        for row in await session.execute(statement):
            audience = self._audiences.get(row.id)
            if audience is None or not audience.epoch:
                continue
            if row.epoch != audience.epoch:
                audience.restart(row.epoch, row.head)
            elif row.head > audience.position:
                audience.wake()

    def end(self, actors: Iterable[Actor], code: int = SESSION_ENDED) -> None:
        """Silence and close every socket of these actors."""
        ended = set(actors)
        for listener in list(self._listeners) if ended else ():
            if listener.actor in ended:
                self.farewell(listener)
                listener.close(code)

    def say_goodbye(self, after_ms: Callable[[], int]) -> None:
        """Tell every socket that the server stops and when to come back (D14)."""
        for listener in list(self._listeners):
            listener.send(t="bye", after_ms=after_ms())
            self.farewell(listener)

    async def close(self) -> None:
        """Forget every audience, once none of them reads any more."""
        audiences, self._audiences = list(self._audiences.values()), {}
        for listener in self._listeners:
            listener.resume()
        for audience in audiences:
            await audience.close()
        await asyncio.gather(*self._forgotten)
