"""Scripted windows: a live socket on one room that comes back by itself and asks for what it misses."""

import asyncio
import contextlib
import random

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.faults.history import Watch, now
from tests.faults.people import Person, happened
from tests.realtime.sockets import Frame, Socket, open_socket

CONVERGED_SECONDS = 30.0
REPAIRS_BEFORE_RELOAD = 3
LOST_LINE = (OSError, EOFError, ConnectionClosed, InvalidHandshake, TimeoutError)


class Window:
    """One page of a person that shows one room; everything it takes in goes into its watch."""

    def __init__(self, person: Person, room: Frame, after: int | None = None) -> None:
        self.person = person
        self.room = str(room["id"])
        self.watch = Watch(person.name, self.room, room["epoch"], room["head"] if after is None else after)
        person.history.watches.append(self.watch)
        self.codes: list[int] = []
        self.frames: list[Frame] = []
        self.is_open = asyncio.Event()
        self.reconnects = True
        self._position = self.watch.start
        self._sent_up_to = 0
        self._failures = 0
        self._news = asyncio.Condition()
        self._task = asyncio.create_task(self._live(), name=f"window of {person.name}")
        self.socket: Socket | None = None

    @property
    def position(self) -> int:
        """Return the number up to which this window has everything."""
        return self._position

    async def opened(self) -> None:
        """Return once the window hears its room."""
        async with asyncio.timeout(CONVERGED_SECONDS):
            await self.is_open.wait()

    async def opened_again(self, times: int = 2) -> None:
        """Return once the window hears its room for at least the second time."""
        async with asyncio.timeout(CONVERGED_SECONDS), self._news:
            await self._news.wait_for(lambda: self.is_open.is_set() and self.watch.connections >= times)

    async def reach(self, seq: int, seconds: float = CONVERGED_SECONDS) -> float:
        """Wait until the window has everything up to a number; write down when that takes too long."""
        began = now()
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self._position >= seq)
        except TimeoutError:
            late = f"{self.person.name} stands at {self._position} and not at {seq} after {seconds} s"
            self.person.history.late.append(f"room {self.room}: {late}")
        return now() - began

    async def close(self) -> None:
        """Close the page."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    # The socket

    async def _live(self) -> None:
        while True:
            with contextlib.suppress(*LOST_LINE):
                await self._connect()
            self.is_open.clear()
            if not self.reconnects:
                return
            self.person.go_elsewhere()
            await asyncio.sleep(random.uniform(0.05, 0.4))

    async def _connect(self) -> None:
        async with asyncio.timeout(10):
            opening = open_socket(self.person.address, self.person.member.headers)
            socket = await opening.__aenter__()
        try:
            self.watch.connections += 1
            self.socket = socket
            await socket.greet()
            self._sent_up_to = self._position
            await socket.say(t="sub", room=self.room, epoch=self.watch.epoch, after=self._position)
            self.is_open.set()
            await self._tell()
            while True:
                await self._take(await socket.hear_any())
        finally:
            self.codes.append(socket.close_code)
            await opening.__aexit__(None, None, None)

    async def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame["t"] == "events" and frame["room"] == self.room:
            for event in frame["events"]:
                await self._take_event(event)
        elif frame["t"] == "heads":
            if frame["rooms"].get(self.room, 0) > self._position:
                await self._repair()
        elif frame["t"] == "reset" and frame["room"] == self.room:
            await self._reset(frame)

    async def _take_event(self, event: Frame) -> None:
        got = happened(event)
        if got.seq <= self._sent_up_to:
            self.watch.again.append(got)
            return
        self._sent_up_to = got.seq
        if got.seq > self._position + 1:
            await self._repair()
        if got.seq == self._position + 1:
            self._apply(got.seq)
            self.watch.taken.append(got)
        await self._tell()

    def _apply(self, seq: int) -> None:
        self._position = seq
        self._failures = 0

    async def _repair(self) -> None:
        """Ask for what is missing; after three failures load the room anew, once."""
        self.watch.repairs += 1
        before = self._position
        answer = await self.person.try_to("GET", f"/rooms/{self.room}/events?after={before}&limit=500")
        for event in answer.json()["events"] if answer is not None and answer.is_success else ():
            if event["seq"] == self._position + 1:
                self._apply(event["seq"])
                self.watch.taken.append(happened(event))
        if self._position == before:
            self._failures += 1
            if self._failures == REPAIRS_BEFORE_RELOAD:
                await self._reload()
        await self._tell()

    async def _reload(self) -> None:
        self.watch.reloads += 1
        room = await self.person.room(self.room)
        self._skip_to(room["head"], room["epoch"])

    async def _reset(self, frame: Frame) -> None:
        self._skip_to(frame["head"], frame["epoch"])
        self._sent_up_to = frame["head"]
        await self._tell()

    def _skip_to(self, head: int, epoch: str) -> None:
        self.watch.gaps.append((self._position, head))
        self.watch.epoch = epoch
        self._position = head

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()
