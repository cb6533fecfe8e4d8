"""The application behind a real port, in the process of the tests, so that they can shorten its patience."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from balkancluster.access import Actor
from balkancluster.app import build_app, say_goodbye
from balkancluster.cli.serve import LOOPBACK, bind
from balkancluster.database import Database
from balkancluster.members.people import find_person
from balkancluster.members.sessions import begin_session
from balkancluster.members.tokens import create_token
from balkancluster.realtime.server import Server, server_config
from balkancluster.settings import Settings
from balkancluster.web.services import Services
from tests.realtime.sockets import Frame, Socket, open_socket


class Reader:
    """Somebody with a browser or a program: an HTTP client, and headers for sockets."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self._url = url
        self.headers = headers
        self.client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=30)

    def open_socket(self, window: int | None = None) -> Any:
        """Open a socket for the length of a `with` block."""
        return open_socket(self._url, self.headers, window)

    async def room(self, room_id: int) -> Frame:
        """Return what the API says of a room of one's own."""
        rooms = (await self.client.get("/api/v1/rooms")).json()["items"]
        return next(room for room in rooms if room["id"] == str(room_id))

    async def follow(self, socket: Socket, room_id: int, after: int | None = None) -> Frame:
        """Greet, follow a room, and return what the API says of it."""
        room = await self.room(room_id)
        await socket.greet()
        await socket.follow(room, after)
        return room

    async def listen(self, socket: Socket, room_id: int) -> Frame:
        """Follow a room, and return once its newest event came: from then on everything comes live."""
        head = (await self.room(room_id))["head"]
        room = await self.follow(socket, room_id, after=head - 1)
        await socket.hear_events(room["head"])
        return room


class House:
    """A running application on an own port, and the people who come to it."""

    def __init__(self, url: str, database: Database, services: Services) -> None:
        self.url = url
        self.services = services
        self._database = database
        self._readers: list[Reader] = []

    async def browser(self, person: Actor) -> Reader:
        """Let somebody in at a browser."""
        async with self._database.write() as session:
            token = await begin_session(session, person.id, "", "")
        return self._reader({"Cookie": f"session={token}", "Origin": self.url})

    async def program(self, person: Actor, *scopes: str) -> Reader:
        """Let a program in that acts for somebody."""
        async with self._database.write() as session:
            token = await create_token(session, await find_person(session, person.id), list(scopes))
        return self._reader({"Authorization": f"Bearer {token}"})

    def _reader(self, headers: dict[str, str]) -> Reader:
        self._readers.append(reader := Reader(self.url, headers))
        return reader

    async def close(self) -> None:
        """Send everybody home."""
        for reader in self._readers:
            await reader.client.aclose()


@asynccontextmanager
async def open_house(database: Database, database_url: str, **choices: Any) -> AsyncIterator[House]:
    """Serve a database on a free port; `choices` are settings, and `host`, the address to listen on."""
    listening = bind(choices.pop("host", LOOPBACK), 0)
    url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    app = build_app(Settings(database_url, base_url=url, **choices))
    ready = asyncio.Event()
    server = Server(server_config(app, ()), on_ready=ready.set, on_stop=lambda: say_goodbye(app))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await ready.wait()
    house = House(url, database, app.state.services)
    yield house
    await house.close()
    server.should_exit = True
    await serving
