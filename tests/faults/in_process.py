"""The log and the hub of one process, without sockets: what Hypothesis drives in any order."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from balkancluster.access import Actor
from balkancluster.database import new_id
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.log import Log
from balkancluster.realtime.protocol import payload_of
from balkancluster.realtime.streams import read_head
from balkancluster.rooms.channel import RoomChannel
from balkancluster.rooms.events import read_events
from balkancluster.rooms.posting import Draft, Posted, post_message
from balkancluster.settings import sqlite_url
from tests.faults.services import migrate_database
from tests.people import Network, found_network

SETTLED_SECONDS = 10.0


class Reader:
    """A socket that takes frames: what it was sent after `start`, and whether it may still hear the room."""

    def __init__(self, actor: Actor, start: int) -> None:
        self.actor = actor
        self.start = start
        self.events: list[dict[str, Any]] = []
        self.may_hear = True
        self.listener = Listener(actor, self._take, lambda _code: None, "en")

    @property
    def position(self) -> int:
        """Return the number of the newest event that was sent here."""
        return self.events[-1]["seq"] if self.events else self.start

    def _take(self, frame: bytes) -> None:
        said = json.loads(payload_of(frame))
        if said["t"] == "reset":
            self.start, self.events = said["head"], []
        for event in said["events"] if said["t"] == "events" else ():
            assert event["seq"] == self.position + 1, f"{event['seq']} came after {self.position}"
            assert self.may_hear, "who is not in the room was sent something"
            self.events.append(event)


class House:
    """One process on a SQLite file, with a room of Ana, Elena and Boris; `way` says what becomes of hints."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self.folder = folder
        self.room = 0
        self.epoch = ""
        self.readers: list[Reader] = []
        self.hub = Hub(network.database, RoomChannel(), _nobody_ended)
        self.log = Log(network.database, self._tell)
        self.way = "through"
        self._late: list[dict[int, int]] = []

    @classmethod
    async def open(cls, template: Path) -> "House":
        """Copy a migrated file, put people into it, and open their room."""
        folder = Path(tempfile.mkdtemp(prefix="balkancluster-any-order-"))
        shutil.copytree(template, folder, dirs_exist_ok=True)
        network = await found_network(sqlite_url(folder))
        house = cls(network, folder)
        house.room = await network.open_room(network.ana, network.elena, network.boris)
        house.epoch, _head = await house.head()
        return house

    async def close(self) -> None:
        """Stop everything and remove the file."""
        for reader in self.readers:
            self.hub.farewell(reader.listener)
        await self.log.close()
        await self.hub.close()
        await self.network.close()
        shutil.rmtree(self.folder)

    def _tell(self, heads: dict[int, int]) -> None:
        if self.way == "late":
            self._late.append(heads)
        for _ in range({"through": 1, "twice": 2}.get(self.way, 0)):
            self.hub.hint(heads)

    def tell_late(self) -> None:
        """Tell what was held back, the newest first."""
        while self._late:
            self.hub.hint(self._late.pop())

    async def head(self) -> tuple[str, int]:
        """Return epoch and head of the room."""
        async with self.network.database.read() as session:
            return await read_head(session, self.room)

    async def read_log(self) -> list[Any]:
        """Return the whole log of the room."""
        async with self.network.database.read() as session:
            return await read_events(session, self.room, 0, 10_000)

    async def post(self, actor: Actor, body: str, client_id: str = "") -> Posted:
        """Say something."""
        draft = Draft(client_id or new_id(), body)
        return await post_message(self.network.database, self.log, actor, self.room, draft)

    async def connect(self, actor: Actor, after: int) -> Reader:
        """Open a socket that follows the room from a number on."""
        reader = Reader(actor, after)
        self.hub.welcome(reader.listener)
        await self.hub.subscribe(reader.listener, self.room, self.epoch, after)
        self.readers.append(reader)
        return reader

    def disconnect(self, reader: Reader) -> None:
        """Close a socket."""
        self.hub.farewell(reader.listener)
        self.readers.remove(reader)

    async def settle(self) -> None:
        """Sweep once, let paused readers go on, and wait until everybody stands at the head."""
        for reader in self.readers:
            reader.listener.resume()
        await self.hub.sweep()
        _epoch, head = await self.head()
        await _until(lambda: all(not one.may_hear or one.position == head for one in self.readers))

    async def settle_others(self, gone: Actor) -> None:
        """Wait until the hub has let somebody go who is no longer in the room."""
        await _until(lambda: gone not in [one.actor for one in self.hub.listeners_of(self.room)])


async def _until(holds: Callable[[], bool]) -> None:
    """Wait for what nobody tells us about."""
    for _try in range(int(SETTLED_SECONDS / 0.002)):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError(f"not settled after {SETTLED_SECONDS} s")


async def _nobody_ended(_session: Any, _actors: Any) -> set[Actor]:
    return set()


async def make_template(folder: Path) -> Path:
    """Make a migrated file, to be copied."""
    await migrate_database(sqlite_url(folder))
    return folder
