"""All audiences of this process, and the safety nets that keep them true when a hint is lost (D10)."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import NotFound
from balkancluster.jobs import Soon
from balkancluster.realtime.audience import Audience
from balkancluster.realtime.catching_up import Turnstile
from balkancluster.realtime.channel import Channel, OpenChannel, Variant
from balkancluster.realtime.frames import Bye, ErrorNews, Heads
from balkancluster.realtime.framing import IN_ROOMS, OWN
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.names import FindNames, Names, find_no_names
from balkancluster.realtime.own_streams import OwnStreams
from balkancluster.realtime.presence import Presence
from balkancluster.realtime.reviews import FindChanged, FindEnded, Reviews, find_nobody_changed
from balkancluster.realtime.standings import Standings
from balkancluster.realtime.streams import Position, find_moved
from balkancluster.realtime.typing import TypingTeller

SESSION_ENDED = 4501
CHUNK = 500


class Hub:
    """Who listens to what in this process."""

    def __init__(
        self,
        database: Database,
        channel: OpenChannel,
        find_ended: FindEnded,
        find_changed: FindChanged = find_nobody_changed,
        find_names: FindNames = find_no_names,
        own: Channel | None = None,
    ) -> None:
        self._database = database
        self._channel = channel
        self._own = own or channel
        self._turnstile, self._missed = Turnstile(database), Turnstile(database)
        self._standings = Standings(channel, self._turnstile)
        open_own = partial(self._prepared_audience, is_own=True)
        self._own_streams = OwnStreams(self._own, self._turnstile, open_own, self._forget_if_empty)
        self._find_ended = find_ended
        self._audiences: dict[int, Audience] = {}
        self._listeners: dict[Listener, set[int]] = {}
        self._sockets: Counter[int] = Counter()
        self._forgotten: set[asyncio.Task[None]] = set()
        names = Names(database, find_names)
        self.sweep_soon = Soon("sweep after a gap", self.sweep)
        self.presence = Presence(self, names)
        self.typing = TypingTeller(self, names)
        self.reviews = Reviews(database, self, find_ended, find_changed)

    def hint(self, heads: Mapping[int, int]) -> None:
        """Streams moved: wake the audiences that exist here. Where they are now, the log says."""
        for stream_id in heads:
            if audience := self._audiences.get(stream_id):
                audience.wake()

    def _audience(self, stream_id: int, is_own: bool = False) -> Audience:
        if stream_id not in self._audiences:
            kind = (self._own, self._missed, OWN) if is_own else (self._channel, self._missed, IN_ROOMS)
            self._audiences[stream_id] = Audience(stream_id, self._database, *kind)
        return self._audiences[stream_id]

    async def _prepared_audience(self, stream_id: int, is_own: bool = False) -> Audience:
        """Return an audience that knows its position, and that was not forgotten meanwhile as empty."""
        while True:
            audience = self._audience(stream_id, is_own)
            await audience.prepare()
            if self._audiences.get(stream_id) is audience:
                return audience

    # Sockets

    def welcome(self, listener: Listener) -> None:
        """A socket is open."""
        listener.on_pause, listener.on_resume = self._pause, self._resume
        self._listeners[listener] = set()
        self._sockets[listener.actor.id] += 1

    def farewell(self, listener: Listener) -> None:
        """A socket is gone."""
        if listener not in self._listeners:
            return
        heard = self._listeners.pop(listener)
        self._sockets[listener.actor.id] -= 1
        if not self._sockets[listener.actor.id]:
            del self._sockets[listener.actor.id]
        self.presence.close(listener, heard)
        for stream_id in heard:
            self.unsubscribe(listener, stream_id)
        self._own_streams.leave(listener)
        listener.resume()

    def sockets_of(self, person_id: int) -> int:
        """Return how many sockets a person has open in this process."""
        return self._sockets[person_id]

    async def subscribe(self, listener: Listener, stream_id: int, epoch: str, after: int) -> None:
        """Let a listener hear a stream after a number; from another life of the stream it is told to reset.

        Raises NotFound when the actor may not hear it, as when it does not exist.
        """
        if stream_id not in self._audiences:
            # A stranger shall not make this process follow a stream.
            await self._standings.find(listener.actor, stream_id)
        audience = await self._prepared_audience(stream_id)
        try:
            with audience.applying(listener):
                standing = await self._standings.find(listener.actor, stream_id)
                head = await audience.head_for(after)
                if not audience.is_applying(listener):
                    raise NotFound
            if listener not in self._listeners:
                return
            self._listeners[listener].add(stream_id)
            variant = Variant(listener.reading, standing)
            audience.admit(listener, variant, epoch, after, head)
        finally:
            self._forget_if_empty(audience)
        self.presence.hears(listener, stream_id)

    async def follow_own(self, listener: Listener, epoch: str, after: int) -> None:
        """Let a listener hear the own stream of its person after a number. Raises as `subscribe` does."""
        await self._own_streams.follow(listener, epoch, after, self._listeners.__contains__)

    def unsubscribe(self, listener: Listener, stream_id: int) -> None:
        """Let a listener hear a stream no longer."""
        self._listeners.get(listener, set()).discard(stream_id)
        if audience := self._audiences.get(stream_id):
            audience.remove(listener)
            self._forget_if_empty(audience)
        self.presence.hears_no_more(listener, stream_id)

    def rooms_of(self, listener: Listener) -> Collection[int]:
        """Return the streams that a listener asked to hear."""
        return self._listeners.get(listener, ())

    def listeners_of(self, room_id: int) -> Collection[Listener]:
        """Return everybody who hears a stream in this process."""
        audience = self._audiences.get(room_id)
        return audience.listeners() if audience else ()

    def show_presence(self, person_id: int, shows: bool) -> None:
        """Somebody chose whether others see that they are here: it holds for their open sockets at once."""
        for listener in self._listeners:
            if listener.actor.id == person_id:
                listener.actor = replace(listener.actor, shows_presence=shows)
        if not shows:
            self.presence.forget(person_id)

    def open_listeners(self) -> Collection[Listener]:
        """Return every open socket."""
        return self._listeners.keys()

    async def readmit(self, session: AsyncSession, listener: Listener, actor: Actor) -> None:
        """Let a socket go on as this actor: its streams are asked for again, as for somebody who comes."""
        if listener.go_on_as(actor):
            self.change_language(listener)
        if not actor.shows_presence:
            self.presence.forget(actor.id)
        for stream_id in list(self._listeners.get(listener, ())):
            standing = await self._channel.find_standing(session, actor, stream_id)
            audience = self._audiences.get(stream_id)
            if audience is None or listener not in audience:
                continue
            if standing is None:
                self.unsubscribe(listener, stream_id)
                listener.send(ErrorNews(code="not_found", ref=str(stream_id)))
            else:
                audience.change_variant(listener, Variant(listener.reading, standing))

    def change_language(self, listener: Listener) -> None:
        """Present later events as the listener reads now."""
        for audience in self._heard_by(listener):
            standing = audience.standing_of(listener)
            audience.change_variant(listener, Variant(listener.reading, standing))

    def heads_for(self, listener: Listener) -> dict[str, int]:
        """Return the position of each room that a listener hears."""
        return {str(audience.stream_id): audience.position for audience in self._rooms_heard_by(listener)}

    def hears(self, listener: Listener, stream_id: int) -> bool:
        """Whether a listener hears a stream."""
        audience = self._audiences.get(stream_id)
        return audience is not None and listener in audience

    def broadcast(self, room_id: int, frame: bytes, except_person: int) -> None:
        """Send something forgettable to those who hear a stream, except one person."""
        if audience := self._audiences.get(room_id):
            audience.broadcast(frame, lambda listener: listener.actor.id != except_person)

    async def wait_for_news(
        self, stream_id: int, after: int, seconds: float, *, is_own: bool = False
    ) -> None:
        """Return when something after `after` is in the log, or when the time is over."""
        audience = self._audience(stream_id, is_own)
        await audience.wait_for_news(after, seconds)
        self._forget_if_empty(audience)

    def _heard_by(self, listener: Listener) -> list[Audience]:
        return [*self._rooms_heard_by(listener), *self._own_streams.followed_by(listener)]

    def _rooms_heard_by(self, listener: Listener) -> list[Audience]:
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
                listener.send(Heads(rooms=self.heads_for(listener), me=self._own_streams.head_for(listener)))
            if number % CHUNK == CHUNK - 1:
                await asyncio.sleep(0)

    async def sweep(self) -> None:
        """Wake audiences whose stream moved without a hint, and end sockets whose session has ended."""
        if not self._audiences and not self._listeners:
            return
        async with self._database.read() as session:
            await self._sweep_heads(session)
            # A list: to make a set of a thousand actors took longer than to ask about them.
            ended = await self._find_ended(session, [listener.actor for listener in self._listeners])
        self.end(ended)

    async def _sweep_heads(self, session: AsyncSession) -> None:
        known = [
            Position(audience.stream_id, audience.epoch, audience.position)
            for audience in self._audiences.values()
            if audience.epoch
        ]
        for row in await find_moved(session, known):
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
            listener.send(Bye(after_ms=after_ms()))
            self.farewell(listener)
        self.presence.say_goodbye()

    async def close(self) -> None:
        """Forget every audience, once none of them reads any more."""
        audiences, self._audiences = list(self._audiences.values()), {}
        for listener in self._listeners:
            listener.resume()
        for audience in audiences:
            await audience.close()
        await asyncio.gather(*self._forgotten, self._standings.close())
        for work in (self.sweep_soon, self.reviews, self.typing):
            await work.settle()
