"""The people at the doors of a running server, and what they can do there as browsers and programs."""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from balkancluster.database import new_id
from tests.attacks.websocket_wire import WebSocketWire
from tests.attacks.wire import Wire


@dataclass
class Visitor:
    """Somebody at a browser; `id` is 0 for who is not signed in."""

    port: int
    client: httpx2.AsyncClient
    id: int = 0
    email: str = ""
    token: str = ""
    wires: list[Wire] = field(default_factory=list)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return the headers of this browser, for requests that are written by hand."""
        if self.token:
            return [("Host", self.client.headers["Host"]), ("Authorization", f"Bearer {self.token}")]
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.client.cookies.jar)
        found = [("Host", self.client.headers["Host"]), ("Origin", self.client.headers["Origin"])]
        return [*found, ("Cookie", cookies)] if cookies else found

    def take_session(self, name: str, token: str) -> None:
        """Keep a session, also one that a browser would send over https only."""
        self.client.cookies.set(name, token, domain="127.0.0.1", path="/")

    async def get(self, path: str, **options: Any) -> httpx2.Response:
        """Open a page."""
        return await self.client.get(path, **options)

    async def send_form(self, path: str, **values: str) -> httpx2.Response:
        """Send a form as a browser does."""
        return await self.client.post(path, data=values)

    async def open_room(self, *members: "Visitor", kind: str = "private") -> str:
        """Make a room with these members in it, and return its id."""
        made = await self.send_form("/rooms", kind=kind, **{"name-bg": "Текстил и облекло"})
        assert made.status_code == 303, made.text
        room = made.headers["location"].rpartition("/")[2]
        for member in members:
            brought = await self.send_form(f"/rooms/{room}/members", person=member.email)
            assert brought.status_code == 303, brought.text
        return str(room)

    async def say(self, room: str, body: str, **fields: Any) -> httpx2.Response:
        """Post a message through the API."""
        message = {"client_id": new_id(), "body": body, **fields}
        return await self.client.post(f"/api/v1/rooms/{room}/messages", json=message)

    async def connect(self) -> Wire:
        """Open a connection and ask for nothing yet."""
        self.wires.append(wire := await Wire.open(self.port))
        return wire

    async def shake_hands(self) -> WebSocketWire:
        """Open a socket and say nothing yet."""
        self.wires.append(wire := await WebSocketWire.open(self.port))
        assert (await wire.shake_hands(self.headers)).status == 101
        return wire

    async def open_socket(self) -> WebSocketWire:
        """Open a socket and greet the server."""
        wire = await self.shake_hands()
        await wire.greet()
        return wire

    async def listen(self, room: str) -> WebSocketWire:
        """Open a socket that hears a room from now on."""
        wire = await self.open_socket()
        rooms = (await self.get("/api/v1/rooms")).json()["items"]
        place = next(item for item in rooms if item["id"] == room)
        await wire.say({"t": "sub", "room": room, "epoch": place["epoch"], "after": place["head"]})
        return wire

    def hang_up(self) -> None:
        """Close every connection besides the browser's own."""
        while self.wires:
            self.wires.pop().close()

    async def leave(self) -> None:
        """Close the browser."""
        self.hang_up()
        await self.client.aclose()
