"""A house full of sockets for tests of presence: no network, no database, and a clock that stands still."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from balkancluster.access import Actor
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.names import Names
from balkancluster.realtime.presence import Presence
from balkancluster.realtime.protocol import payload_of

TEXTILE, FOOD = 35, 36
ANA, BORIS, ELENA = Actor(1, "Ana"), Actor(2, "Boris"), Actor(3, "Елена")


class KnownNames(Names):
    """Names that need no database; who is not here is not to be seen."""

    def __init__(self) -> None:
        self.all = {1: "Ana", 2: "Boris", 3: "Елена"}
        self.fails = False
        self._learned: set[int] = set()

    async def learn(self, person_ids: Iterable[int]) -> None:
        if self.fails:
            raise OSError("no database")
        self._learned.update(person_ids)

    def get(self, person_id: int) -> str | None:
        return self.all.get(person_id) if person_id in self._learned else None

    def forget(self, person_ids: Iterable[int]) -> None:
        self._learned.difference_update(person_ids)


class House:
    """Rooms with the sockets in them, a clock that stands still, and what each socket was told."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self.heard: dict[Listener, set[int]] = {}
        self.frames: dict[Listener, list[dict[str, Any]]] = {}
        self.known = KnownNames()
        self.presence = Presence(self, self.known, lambda: self.time)

    def rooms_of(self, listener: Listener) -> Collection[int]:
        return self.heard.get(listener, ())

    def listeners_of(self, room_id: int) -> Collection[Listener]:
        return [listener for listener, rooms in self.heard.items() if room_id in rooms]

    def open(self, actor: Actor, *rooms: int) -> Listener:
        """Open a socket of somebody that hears these rooms."""
        frames: list[dict[str, Any]] = []
        listener = Listener(
            actor, lambda frame: frames.append(json.loads(payload_of(frame))), lambda _code: None, "en"
        )
        self.heard[listener], self.frames[listener] = set(rooms), frames
        for room in rooms:
            self.presence.hears(listener, room)
        return listener

    def close(self, listener: Listener) -> None:
        self.presence.close(listener, self.heard.pop(listener))

    async def after(self, seconds: float) -> None:
        """Let time pass, and have the news told."""
        self.time += seconds
        await self.presence.tell_news()

    def names(self, room: int = TEXTILE) -> list[str]:
        return sorted(self.presence.people_in(room).values())
