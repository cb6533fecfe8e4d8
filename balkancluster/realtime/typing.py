"""Who writes just now: told to those who hear the room, here and at other nodes, and forgotten."""

from collections.abc import Callable, Collection
from typing import Protocol

from balkancluster.access import Actor
from balkancluster.jobs import Soon
from balkancluster.realtime.bus.news import News, Typing
from balkancluster.realtime.frames import Somebody, TypingNews
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.names import Names
from balkancluster.realtime.protocol import encode, websocket_frame

MOST_WAITING = 1_000


class Rooms(Protocol):
    """What is asked of the hub."""

    def listeners_of(self, room_id: int) -> Collection[Listener]:
        """Return everybody who hears a room in this process."""

    def broadcast(self, room_id: int, frame: bytes, except_person: int) -> None:
        """Send something forgettable to those who hear a room, except one person."""


class TypingTeller:
    """Tells the others of a room that somebody writes; names of people at other nodes are looked up."""

    def __init__(self, rooms: Rooms, names: Names) -> None:
        self._rooms = rooms
        self._names = names
        self._waiting: dict[tuple[int, int], int | None] = {}
        self._tell_soon = Soon("typing elsewhere", self._tell_waiting)
        self.publish: Callable[[News], None] = lambda _news: None

    def tell(self, actor: Actor, room_id: int, topic_id: int | None) -> None:
        """Somebody at this node writes."""
        self._write(room_id, topic_id, actor.id, actor.name)
        self.publish(Typing(room_id, topic_id, actor.id))

    def hear(self, news: Typing) -> None:
        """Somebody at another node writes: they are named once it is known how."""
        if self._rooms.listeners_of(news.room) and len(self._waiting) < MOST_WAITING:
            self._waiting[news.room, news.person] = news.topic
            self._tell_soon()

    async def _tell_waiting(self) -> None:
        waiting, self._waiting = self._waiting, {}
        # Without the database nobody is named. Who still writes when it is back is told of again.
        await self._names.learn(person_id for _room_id, person_id in waiting)
        for (room_id, person_id), topic_id in waiting.items():
            if name := self._names.get(person_id):
                self._write(room_id, topic_id, person_id, name)

    def _write(self, room_id: int, topic_id: int | None, person_id: int, name: str) -> None:
        news = TypingNews(
            room=str(room_id),
            topic=str(topic_id) if topic_id else None,
            person=Somebody(str(person_id), name),
        )
        self._rooms.broadcast(room_id, websocket_frame(encode(news)), person_id)

    async def settle(self) -> None:
        """Return when nobody is looked up any more."""
        await self._tell_soon.settle()
