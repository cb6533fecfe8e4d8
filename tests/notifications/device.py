"""A device as a model: what its badges show after the words that reached it, by the rule of the scripts.

What rooms.js, unread.js, newcomers.js and bell.js do with an event is done here in a few lines. Tests let
words come late, out of step with each other, and again after a torn line.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from balkancluster.access import Actor
from balkancluster.i18n.reading import Reading
from balkancluster.notifications.reading import count_unread
from balkancluster.notifications.stream import read_own_events
from balkancluster.notifications.wire import OwnRoomOut
from balkancluster.rooms.events import read_events
from balkancluster.rooms.rooms import list_my_rooms
from balkancluster.rooms.views import EventView
from tests.people import Network

OWN = 0
PAGE = 3
UNCOUNTED = ("message.edited", "message.removed", "message.moved", "topic.moved")
"""What changes counts in a way that only the server can tell."""


@dataclass
class Place:
    """What a device knows of a room: the last event it applied, and counts up to a number."""

    head: int
    counted: int = 0
    unread: int = 0
    for_me: int = 0
    muted: set[int] = field(default_factory=set)
    later: list[tuple[int, int, int]] = field(default_factory=list)

    def keep(self, head: int, unread: int, for_me: int, muted: set[int] | None = None) -> None:
        """Take counts that the server has up to `head`; what came after them is counted on top."""
        self.later = [one for one in self.later if one[0] > head]
        self.counted = max([head, *(seq for seq, _unread, _for_me in self.later)])
        self.unread = unread + sum(one[1] for one in self.later)
        self.for_me = for_me + sum(one[2] for one in self.later)
        self.muted = self.muted if muted is None else muted

    def count(self, seq: int, topic: int, for_me: int) -> None:
        """Count a message that is unread since the counts were told."""
        if seq > self.counted:
            unread = for_me if topic in self.muted else 1
            self.later.append((seq, unread, for_me))
            self.counted, self.unread, self.for_me = seq, self.unread + unread, self.for_me + for_me


class Device:
    """One open page of a person, its line to the server, and what is under way to it."""

    def __init__(self, network: Network, who: Actor) -> None:
        self._network = network
        self._who = who
        self.rooms: dict[int, Place] = {}
        self.own_head = 0
        self.notifications = 0
        self._sent: dict[int, int] = {}
        self._under_way: deque[Callable[[], None]] = deque()
        self._answer: Callable[[], None] | None = None
        self._must_ask = False

    async def open(self) -> None:
        """Load the page: everything is as the server has it."""
        async with self._network.database.read() as session:
            events = await read_own_events(session, self._who.id, 0, 10_000)
            self.own_head = events[-1].event.seq if events else 0
            self.notifications = await count_unread(session, self._who.id)
        await self.ask()
        self.take_answer()
        self.cut()

    # What the server does

    async def send(self, stream: int) -> bool:
        """Let the server write the next events of a stream to the line; False when there are none."""
        after = self._sent.get(stream)
        if after is None:
            return False
        async with self._network.database.read() as session:
            if stream == OWN:
                own = await read_own_events(session, self._who.id, after, PAGE)
                for event in own:
                    said = event.to(Reading("en"))
                    self._under_way.append(partial(self._hear_own, said))
                    self._sent[OWN] = said.seq
                return bool(own)
            events = await read_events(session, stream, after, PAGE)
        for happened in events:
            self._under_way.append(partial(self._hear, stream, happened))
            self._sent[stream] = happened.seq
        return bool(events)

    async def ask(self) -> None:
        """Ask for the list of rooms; the answer is made now and comes later."""
        if self._answer is not None:
            self._must_ask = True
            return
        async with self._network.database.read() as session:
            told = await list_my_rooms(session, self._who, "en")

        def take() -> None:
            for gone in self.rooms.keys() - {room.id for room in told}:
                self._leave(gone)
            for room in told:
                place = self.rooms.setdefault(room.id, Place(room.head))
                place.keep(room.head, room.unread, room.for_me, set(room.muted))
                self._sent.setdefault(room.id, place.head)

        self._must_ask = False
        self._answer = take

    # What the device does

    def take_answer(self) -> None:
        """The answer comes."""
        answer, self._answer = self._answer, None
        if answer:
            answer()

    def hear(self, many: int = 1) -> None:
        """The next words come."""
        for _word in range(min(many, len(self._under_way))):
            self._under_way.popleft()()

    def cut(self) -> None:
        """The line breaks, and is there again: what was under way is lost, and asked for by number."""
        self._under_way.clear()
        self._sent = {OWN: self.own_head} | {room: place.head for room, place in self.rooms.items()}

    async def settle(self) -> None:
        """Let everything come that is still to come."""
        while True:
            sent = [await self.send(stream) for stream in list(self._sent)]
            self.hear(len(self._under_way))
            self.take_answer()
            if self._must_ask:
                await self.ask()
            elif not any(sent) and not self._under_way and self._answer is None:
                return

    def _hear(self, room_id: int, event: EventView) -> None:
        place = self.rooms.get(room_id)
        if place is None or event.seq <= place.head:
            return
        place.head = event.seq
        if event.kind in UNCOUNTED:
            self._must_ask = True
        said = event.message
        if event.kind != "message.posted" or said is None or said.is_moved or said.is_removed:
            return
        if said.author_id != self._who.id:
            place.count(event.seq, said.topic_id, int(self._who.id in said.mentions))

    def _hear_own(self, event: Any) -> None:
        if event.seq <= self.own_head:
            return
        self.own_head = event.seq
        if isinstance(event.unread_notifications, int):
            self.notifications = event.unread_notifications
        if self._answer is not None:
            # The answer under way may be older than this word.
            self._must_ask = True
        if event.marked and (place := self.rooms.get(int(event.marked.room))):
            place.keep(event.marked.head, event.marked.unread, event.marked.for_me)
        if event.room:
            self._hear_of_room(event.room)

    def _hear_of_room(self, room: OwnRoomOut) -> None:
        room_id = int(room.id)
        if not room.name:
            self._leave(room_id)
            return
        place = self.rooms.setdefault(room_id, Place(room.head))
        place.keep(room.head, room.unread, room.for_me, {int(topic) for topic in room.muted})
        self._sent.setdefault(room_id, place.head)

    def _leave(self, room_id: int) -> None:
        self.rooms.pop(room_id, None)
        self._sent.pop(room_id, None)

    def badges(self) -> dict[int, tuple[int, int]]:
        """Return what is shown of each room: unread, and of it what names the person."""
        return {room: (place.unread, place.for_me) for room, place in self.rooms.items()}
