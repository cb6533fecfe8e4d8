"""Everybody in this process who listens to one stream, and the one pump that serves them.

A listener is either live, and then gets exactly the frames after the audience's position, or behind, and
then is caught up from the log until it stands where the audience stands. Moving from behind to live happens
without an await between the comparison and the move: order and no-duplicate hold by construction (D9).
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterator

from balkancluster.database import Database
from balkancluster.realtime.catching_up import Missed, Page, Turnstile
from balkancluster.realtime.channel import Channel, Happening, Variant
from balkancluster.realtime.frames import ErrorNews
from balkancluster.realtime.framing import IN_ROOMS, Framing
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.live import LiveListeners
from balkancluster.realtime.pace import Pace
from balkancluster.realtime.protocol import websocket_frame
from balkancluster.realtime.streams import read_head

PAGE = 100
FAR_BEHIND = 1_000
ENDS_HEARING = frozenset({"member.left", "member.removed"})

logger = logging.getLogger(__name__)


class Audience:
    """The listeners of one stream; `position` is the number up to which the live ones were served."""

    def __init__(
        self,
        stream_id: int,
        database: Database,
        channel: Channel,
        turnstile: Turnstile,
        framing: Framing = IN_ROOMS,
    ) -> None:
        self.stream_id = stream_id
        self.epoch = ""
        self.position = 0
        self._database = database
        self._channel = channel
        self._turnstile = turnstile
        self._missed = Missed(self._read_missed)
        self._applicants: set[Listener] = set()
        self._framing = framing
        self._variants: dict[Listener, Variant] = {}
        self._live = LiveListeners()
        self._behind: dict[Listener, int] = {}
        self._catching_up: dict[Listener, asyncio.Task[None]] = {}
        self._waiters: set[asyncio.Future[None]] = set()
        self._pump: asyncio.Task[None] | None = None
        self._woken = False
        self._pace = Pace()
        self._preparing = asyncio.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether nobody listens or waits."""
        return not self._variants and not self._waiters and not self._applicants

    def listeners(self) -> tuple[Listener, ...]:
        """Return everybody who listens, live or behind."""
        return tuple(self._variants)

    async def prepare(self) -> None:
        """Read head and epoch once. Hints already reach this audience, so nothing can slip between (D9)."""
        async with self._preparing:
            if self.epoch:
                return
            async with self._database.read() as session:
                self.epoch, self.position = await read_head(session, self.stream_id)

    # Joining and leaving

    @contextlib.contextmanager
    def applying(self, listener: Listener) -> Iterator[None]:
        """While the rights of a listener are looked up, notice when they are taken away."""
        self._applicants.add(listener)
        try:
            yield
        finally:
            self._applicants.discard(listener)

    def is_applying(self, listener: Listener) -> bool:
        """Whether nothing was heard that ends the hearing of an applicant."""
        return listener in self._applicants

    def add(self, listener: Listener, variant: Variant, after: int) -> None:
        """Serve a listener from `after` on."""
        self.remove(listener)
        self._variants[listener] = variant
        self._behind[listener] = after
        self._start_catching_up(listener)

    async def head_for(self, after: int) -> int:
        """Return how far the log is: further than this audience heard of, where a client knows of more."""
        if after <= self.position:
            return self.position
        async with self._turnstile.read() as session:
            _epoch, head = await read_head(session, self.stream_id)
        return head

    def admit(self, listener: Listener, variant: Variant, epoch: str, after: int, head: int) -> None:
        """Serve a newcomer from `after` on; who comes from another life of the stream is told to reset."""
        if epoch != self.epoch or after > head:
            listener.send(self._framing.reset(self.stream_id, self.epoch, head))
            after = head
        self.add(listener, variant, after)

    def remove(self, listener: Listener) -> None:
        """Serve a listener no longer, from this very moment."""
        # A catching-up task that still reads finds the listener gone and ends by itself: cancelling it would
        # tear a database connection.
        self._behind.pop(listener, None)
        variant = self._variants.pop(listener, None)
        if variant is not None:
            self._live.leave(listener, variant)

    def __contains__(self, listener: Listener) -> bool:
        """Whether a listener hears this stream."""
        return listener in self._variants

    def standing_of(self, listener: Listener) -> str:
        """Return the standing that a listener was admitted with."""
        return self._variants[listener].standing

    def change_variant(self, listener: Listener, variant: Variant) -> None:
        """Present later events to a listener in another way, without losing its place."""
        was_live = self._live.leave(listener, self._variants[listener])
        self._variants[listener] = variant
        if was_live:
            self._live.join(listener, variant)

    # Slow listeners (D12)

    def pause(self, listener: Listener) -> None:
        """Take a slow listener out of the live ones and remember where it stands."""
        variant = self._variants.get(listener)
        if variant is not None and self._live.leave(listener, variant):
            self._behind[listener] = self.position

    def resume(self, listener: Listener) -> None:
        """Catch a listener up that was paused."""
        if listener in self._behind:
            self._start_catching_up(listener)

    # Catching up (D7)

    def _start_catching_up(self, listener: Listener) -> None:
        if listener not in self._catching_up:
            self._catching_up[listener] = asyncio.create_task(self._catch_up(listener))

    async def _catch_up(self, listener: Listener) -> None:
        try:
            while (after := self._behind.get(listener)) is not None:
                if after == self.position and not listener.paused:
                    del self._behind[listener]
                    self._live.join(listener, self._variants[listener])
                    return
                await listener.drained()
                await self._approach(listener, after)
        except Exception:
            logger.exception("stream %s: a listener could not be caught up", self.stream_id)
            listener.close(1012)
        finally:
            del self._catching_up[listener]

    async def _approach(self, listener: Listener, after: int) -> None:
        """Bring a listener one page nearer to the position."""
        if after > self.position:
            # The client has read further than this process has heard of.
            self.wake()
            await self.wait_for_news(after - 1, 1.0)
        elif self.position - after > FAR_BEHIND:
            self._reset(listener)
            self._behind[listener] = self.position
        elif after < self.position:
            await self._send_page(listener, after)

    async def _send_page(self, listener: Listener, after: int) -> None:
        page = await self._missed.page(after)
        if self._behind.get(listener) != after:
            return
        for frame in page.frames(self._variants[listener]):
            listener.write(frame)
        self._behind[listener] = page.happenings[-1].seq if page.happenings else self.position

    async def _read_missed(self, after: int) -> Page:
        async with self._turnstile.read() as session:
            read = await self._channel.read(session, self.stream_id, after, PAGE)
        # What lies beyond the position is the pump's to send.
        return Page([happening for happening in read if happening.seq <= self.position], self._frames)

    def _reset(self, listener: Listener) -> None:
        listener.send(self._framing.reset(self.stream_id, self.epoch, self.position))

    # The pump

    def wake(self) -> None:
        """There may be something new in the log."""
        self._woken = True
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        try:
            await self.prepare()
            while self._woken:
                await asyncio.sleep(self._pace.wait())
                self._woken = False
                await self._serve_news()
        except Exception:
            # The sweep wakes this pump again; a database that is away for a moment loses nothing.
            logger.exception("stream %s: news could not be read", self.stream_id)

    async def _serve_news(self) -> None:
        while True:
            async with self._database.read() as session:
                happenings = await self._channel.read(session, self.stream_id, self.position, PAGE)
            if not happenings:
                return
            began = time.thread_time()
            self._deliver(happenings)
            self._pace.served(len(happenings), time.thread_time() - began)
            if len(happenings) < PAGE:
                # That was all; what was committed since has its own hint.
                return
            # A page that is read at once must not keep the loop from everybody else.
            await asyncio.sleep(0)

    def _deliver(self, happenings: list[Happening]) -> None:
        self._end_hearing(happenings)
        if any(happening.kind != "message.posted" for happening in happenings):
            self._missed.forget()
        self.position = happenings[-1].seq
        for variant in self._live.variants():
            self._live.send(variant, self._frames(happenings, variant))
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _frames(self, happenings: list[Happening], variant: Variant) -> list[bytes]:
        if not happenings:
            return []
        events = [self._channel.present(happening, variant) for happening in happenings]
        return [
            websocket_frame(payload) for payload in self._framing.frames(self.stream_id, self.epoch, events)
        ]

    def _end_hearing(self, happenings: list[Happening]) -> None:
        """Let those go who left or were removed, before anything of this batch is sent."""
        gone = {happening.person_id for happening in happenings if happening.kind in ENDS_HEARING}
        for listener in [one for one in self._applicants if one.actor.id in gone]:
            self._applicants.discard(listener)
        for listener in self.listeners() if gone else ():
            if listener.actor.id in gone:
                self.remove(listener)
                listener.send(ErrorNews(code="not_found", ref=str(self.stream_id)))

    # Others

    def restart(self, epoch: str, head: int) -> None:
        """The stream was restored from a backup: everybody loads it anew (D8)."""
        self.epoch, self.position = epoch, head
        self._missed.forget()
        for listener in self.listeners():
            self._reset(listener)
            if listener in self._behind:
                self._behind[listener] = head

    def broadcast(self, frame: bytes, to: Callable[[Listener], bool]) -> None:
        """Write one frame that is in no log to every live listener that `to` picks."""
        self._live.broadcast(frame, to)

    async def wait_for_news(self, after: int, seconds: float) -> None:
        """Return when something after `after` was delivered here, or when the time is over."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await self.prepare()
            if self.position <= after:
                await asyncio.wait((waiter,), timeout=seconds)
        finally:
            self._waiters.discard(waiter)

    async def close(self) -> None:
        """Let everybody go, and wait until nothing reads any more."""
        for listener in self.listeners():
            self.remove(listener)
        tasks = [*self._catching_up.values(), *([self._pump] if self._pump else [])]
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._missed.close()
