"""Who is here just now: leases in the memory of processes, in no log and in no database (D18).

A socket holds one lease, renewed by the frame `here`: in one room, or in every room that it hears. It ends by
itself after LEASE seconds, and LINGER seconds after its page was hidden or closed, so that nobody seems to
leave on the way from one page to the next. Who switched presence off holds none.

News is coalesced: `tell_news` is called every second or two, and says the whole state of each room that
changed in one frame. Above NAMED people that is a number only, and that at most every CROWD_PAUSE seconds:
a room that a thousand people enter at once costs a frame or two for each of them, not a thousand.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from balkancluster.realtime.bus.news import Goodbye, News
from balkancluster.realtime.bus.news import Here as HereElsewhere
from balkancluster.realtime.elsewhere import Elsewhere
from balkancluster.realtime.frames import PresenceNews, Somebody
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.names import Names
from balkancluster.realtime.protocol import encode, websocket_frame

LEASE = 60.0
LINGER = 5.0
NAMED = 20
CROWD_PAUSE = 15.0
LOOK_AGAIN = 30.0
"""How often every room with people in it is counted anew, whatever was heard of it."""

People = Mapping[int, str]
"""Names by id."""

logger = logging.getLogger(__name__)


class Rooms(Protocol):
    """What presence asks of the hub."""

    def rooms_of(self, listener: Listener) -> Collection[int]:
        """Return the rooms that a listener hears."""

    def listeners_of(self, room_id: int) -> Collection[Listener]:
        """Return everybody who hears a room in this process."""


@dataclass(slots=True)
class Lease:
    """One socket's being here until a time: in `room_id`, or with None in every room that it hears."""

    room_id: int | None
    until: float


@dataclass(slots=True)
class Told:
    """What the listeners of a room were told last, and when."""

    people: People
    at: float

    @property
    def is_crowd(self) -> bool:
        """Whether they were told a number only."""
        return len(self.people) > NAMED


NOBODY = Told({}, 0.0)
"""Of a room in which nobody has been yet there is nothing to tell."""


class Presence:
    """The leases of one process, and what its rooms were told of them."""

    def __init__(self, rooms: Rooms, names: Names, now: Callable[[], float] = time.monotonic) -> None:
        self._rooms = rooms
        self.on_look: Callable[[int], None] = lambda _person_id: None
        """Told of each person who says that they are looking, whether others may know it or not."""
        self._names = names
        self._now = now
        self.elsewhere = Elsewhere()
        self.publish: Callable[[News], None] = lambda _news: None
        self._leases: dict[Listener, Lease] = {}
        # Whose socket closed, by room: they linger, because the next page may be on its way.
        self._closed: dict[int, dict[int, tuple[str, float]]] = {}
        self._changed: set[int] = set()
        self._newcomers: dict[int, set[Listener]] = {}
        self._told: dict[int, Told] = {}
        self._unnamed: set[int] = set()
        self._looked_at = now()

    def people_in(self, room_id: int) -> People:
        """Return who is here in a room, as its listeners were told last."""
        told = self._told.get(room_id)
        return told.people if told else {}

    # What sockets say and do

    def renew(self, listener: Listener, room_id: int | None) -> None:
        """Somebody is looking at a room, or, with None, is here in no room in particular."""
        if not listener.actor.shows_presence:
            return
        before = self._leases.get(listener)
        if before is None or before.room_id != room_id:
            self._note(listener, before)
            self._leases[listener] = Lease(room_id, self._now() + LEASE)
            self._note(listener, self._leases[listener])
        else:
            before.until = self._now() + LEASE

    def step_away(self, listener: Listener) -> None:
        """The page was hidden: its lease ends soon unless it is renewed."""
        if lease := self._leases.get(listener):
            lease.until = min(lease.until, self._now() + LINGER)

    def hears(self, listener: Listener, room_id: int) -> None:
        """A listener hears a room from now on: it is to be told who is there."""
        self._newcomers.setdefault(room_id, set()).add(listener)
        if listener in self._leases:
            self._changed.add(room_id)

    def hears_no_more(self, listener: Listener, room_id: int) -> None:
        """A listener no longer hears a room, and is at once not here in it."""
        if listener in self._leases:
            self._changed.add(room_id)

    def close(self, listener: Listener, room_ids: Collection[int]) -> None:
        """A socket is gone that heard these rooms."""
        lease = self._leases.pop(listener, None)
        if lease is None:
            return
        actor, until = listener.actor, min(lease.until, self._now() + LINGER)
        for room_id in room_ids:
            if lease.room_id in (None, room_id):
                self._closed.setdefault(room_id, {})[actor.id] = (actor.name, until)
                self._changed.add(room_id)

    def forget(self, person_id: int) -> None:
        """Somebody switched presence off: from this moment they are nowhere."""
        for listener in [one for one in self._leases if one.actor.id == person_id]:
            self._note(listener, self._leases.pop(listener))
        for room_id, people in self._closed.items():
            if people.pop(person_id, None):
                self._changed.add(room_id)

    def _note(self, listener: Listener, lease: Lease | None) -> None:
        if lease:
            rooms = self._rooms.rooms_of(listener)
            self._changed.update(rooms if lease.room_id is None else (lease.room_id,))

    # Other nodes

    def hear(self, news: HereElsewhere, node: str) -> None:
        """Another node tells who is here by way of it."""
        self.elsewhere.hear(news, node, self._now())

    def hear_goodbye(self, news: Goodbye, node: str) -> None:
        """Another node stops."""
        self.elsewhere.hear_goodbye(news, node, self._now())

    def know_anew(self, person_ids: Collection[int]) -> None:
        """These may have another name, or another wish to be seen: ask before they are shown again."""
        self._names.forget(person_ids)
        self._changed |= self.elsewhere.rooms_of(person_ids)

    def say_goodbye(self) -> None:
        """This node stops: others need not wait until its word has run out."""
        self.publish(Goodbye())
        self.publish = lambda _news: None

    async def _learn_names(self, room_ids: Collection[int]) -> None:
        others = {room_id: self.elsewhere.people_in(room_id) for room_id in room_ids}
        few = [people for people in others.values() if len(people) <= NAMED]
        try:
            await self._names.learn(set().union(*few))
        except (SQLAlchemyError, OSError):
            logger.warning("people at other nodes cannot be named just now")
            self._unnamed = {room_id for room_id, people in others.items() if people}

    # Telling

    async def tell_news(self) -> None:
        """Tell each room that changed who is in it now, once; and other nodes who is here by way of this."""
        now = self._now()
        self._expire(now)
        await self._learn_names(self._changed)
        for room_id in self._changed | self._newcomers.keys():
            self._tell(room_id, now)
            await asyncio.sleep(0)
        self._changed |= self._unnamed
        self._unnamed = set()
        if news := self.elsewhere.take_news(now):
            self.publish(news)

    def _expire(self, now: float) -> None:
        self._changed |= self.elsewhere.take_changed(now)
        for listener in [one for one, lease in self._leases.items() if lease.until <= now]:
            self._note(listener, self._leases.pop(listener))
        for room_id, people in list(self._closed.items()):
            for person_id in [one for one, (_name, until) in people.items() if until <= now]:
                del people[person_id]
                self._changed.add(room_id)
            if not people:
                del self._closed[room_id]
        if now - self._looked_at >= LOOK_AGAIN:
            # Who was taken out of a room hears it no more without a word of theirs.
            self._looked_at = now
            self._changed.update(self._told)

    def _tell(self, room_id: int, now: float) -> None:
        listeners = self._rooms.listeners_of(room_id)
        newcomers = self._newcomers.pop(room_id, set())
        told = self._told.get(room_id, NOBODY)
        people = self._gather(room_id, listeners) if room_id in self._changed else told.people
        is_early = told.is_crowd and len(people) > NAMED and now - told.at < CROWD_PAUSE
        if not is_early:
            self._changed.discard(room_id)
        if people != told.people and not is_early:
            self._told[room_id] = Told(people, now)
            self._write(room_id, people, listeners)
        elif told is not NOBODY:
            self._write(room_id, told.people, newcomers.intersection(listeners))

    def _gather(self, room_id: int, listeners: Collection[Listener]) -> People:
        here = self._count(room_id, listeners)
        self.elsewhere.note(room_id, here.keys())
        others = self.elsewhere.people_in(room_id) - here.keys()
        if len(here) + len(others) > NAMED:
            return {**here, **dict.fromkeys(others, "")}
        named = {one: self._names.get(one) for one in sorted(others)}
        return {**here, **{one: name for one, name in named.items() if name}}

    def _count(self, room_id: int, listeners: Collection[Listener]) -> People:
        closed = self._closed.get(room_id, {})
        people = {person_id: name for person_id, (name, _until) in closed.items()}
        for listener in listeners:
            lease = self._leases.get(listener)
            if lease and lease.room_id in (None, room_id):
                people[listener.actor.id] = listener.actor.name
        return people

    def _write(self, room_id: int, people: People, listeners: Collection[Listener]) -> None:
        if not listeners:
            return
        here = [Somebody(str(person_id), name) for person_id, name in people.items()]
        named = here if len(here) <= NAMED else msgspec.UNSET
        frame = websocket_frame(encode(PresenceNews(room=str(room_id), count=len(here), here=named)))
        for listener in listeners:
            if listener.paused:
                # It is told when it reads again, and then only how things are by then.
                self._newcomers.setdefault(room_id, set()).add(listener)
            else:
                listener.write(frame)
