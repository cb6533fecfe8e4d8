"""One scripted member: what they do through the API, and the socket through which they are here and hear."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from balkancluster.database import new_id
from balkancluster.demo.life.pace import Pace
from balkancluster.demo.life.wire import Api, Away, Refused

LETTERS_A_SECOND = 9.0
LONGEST_TYPING = 9.0
BETWEEN_KEYS = 2.5
"""Seconds between two frames that say somebody still types."""

FIRST_WORDS = 10
COME_BACK = (2.0, 15.0)
LOGGER = logging.getLogger("balkancluster.demo.life")

Frame = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A room as one member sees it; in a direct one `name` is the other person's."""

    id: str
    name: str
    kind: str
    head: int
    epoch: str


class Voice:
    """A member of the demo; `person` is the id, `said` the client ids of all that was posted."""

    def __init__(self, key: str, locale: str, api: Api, pace: Pace, hear: Callable[[Frame], None]) -> None:
        self.key = key
        self.locale = locale
        self.person = ""
        self.places: dict[str, Place] = {}
        self.said: set[str] = set()
        self.is_open, self.is_lost = asyncio.Event(), asyncio.Event()
        self._api = api
        self._pace = pace
        self._hear = hear
        self._socket: ClientConnection | None = None

    # Through the socket

    async def live(self) -> None:
        """Keep a socket open, and come back whenever it is lost, until cancelled."""
        while True:
            try:
                headers = {"Authorization": self._api.authorization}
                async with connect(self._api.live_url, additional_headers=headers, proxy=None) as socket:
                    await self._listen(socket)
            except (OSError, WebSocketException, Away, Refused, msgspec.MsgspecError) as error:
                LOGGER.debug("%s lost the socket: %s", self.key, error)
            finally:
                self._socket = None
                self.is_open.clear()
                self.is_lost.set()
            await self._pace.pause(*COME_BACK)

    async def _listen(self, socket: ClientConnection) -> None:
        await _send(socket, t="hello", v=1)
        async for text in socket:
            frame: Frame = msgspec.json.decode(text)
            if frame["t"] == "welcome":
                self._socket, self.places = socket, {}
                await self.look_for_rooms()
                self.is_lost.clear()
                self.is_open.set()
            self._hear(frame)

    async def look_for_rooms(self) -> None:
        """Follow the rooms that are new to this member. Raises Refused, Away."""
        answer = await self._api.ask("GET", "/rooms")
        places = [_place(room) for room in answer["items"] if not room.get("archived")]
        found = [place for place in places if place.id not in self.places]
        self.places = {place.id: place for place in places}
        for place in found:
            # In a room that was made just now the first words may have been said already.
            after = max(0, place.head - FIRST_WORDS) if self.is_open.is_set() else place.head
            await self._tell(t="sub", room=place.id, epoch=place.epoch, after=after)

    async def be_here(self) -> None:
        """Say that this member is at the screen; others forget it after a minute."""
        await self._tell(t="here")

    async def type_for(self, room: str, topic: str | None, words: str) -> None:
        """Be seen typing for as long as a person would need for these words."""
        left = min(len(words) / LETTERS_A_SECOND, LONGEST_TYPING)
        while left > 0:
            await self._tell(t="typing", room=room, **({"topic": topic} if topic else {}))
            step = min(left, BETWEEN_KEYS)
            await self._pace.pause(step)
            left -= step

    async def _tell(self, **frame: object) -> None:
        # What is said by socket may be lost; a socket that is away comes back by itself.
        if self._socket is not None:
            try:
                await _send(self._socket, **frame)
            except WebSocketException:
                self._socket = None

    # Through the API

    async def find_topics(self, room: str) -> Mapping[str, str]:
        """Return the ids of a room's topics by title. Raises Refused, Away."""
        answer = await self._api.ask("GET", f"/rooms/{room}/topics")
        return {topic["title"]: topic["id"] for topic in answer["items"]}

    async def read_newest(self, room: str, topic: str) -> list[Any]:
        """Return the newest messages of a topic. Raises Refused, Away."""
        answer = await self._api.ask("GET", f"/rooms/{room}/messages?topic={topic}&limit=100")
        return list(answer["items"])

    async def say(self, room: str, body: str, **where: object) -> Frame:
        """Post a message and return the server's answer. Raises Refused, Away."""
        self.said.add(client_id := new_id())
        message = {"client_id": client_id, "body": body, **where}
        try:
            answer = await self._api.ask("POST", f"/rooms/{room}/messages", message)
        except Away:
            # The same once more: if it had arrived, it is not posted twice.
            answer = await self._api.ask("POST", f"/rooms/{room}/messages", message)
        return dict(answer)

    async def mend(self, room: str, message: str, body: str) -> None:
        """Put right what was just posted. Raises Refused, Away."""
        await self._api.ask("PATCH", f"/rooms/{room}/messages/{message}", {"body": body, "rev": 1})

    async def react(self, room: str, message: str, emoji: str) -> None:
        """React to a message. Raises Refused, Away."""
        await self._api.ask("PUT", f"/rooms/{room}/messages/{message}/reactions/{quote(emoji)}")

    async def read(self, room: str, seq: int) -> None:
        """Note that everything in a room was read up to a number. Raises Refused, Away."""
        await self._api.ask("PUT", f"/rooms/{room}/read", {"seq": seq})


async def _send(socket: ClientConnection, **frame: object) -> None:
    await socket.send(msgspec.json.encode(frame).decode())


def _place(room: Frame) -> Place:
    return Place(room["id"], room["name"], room["kind"], room["head"], room["epoch"])
