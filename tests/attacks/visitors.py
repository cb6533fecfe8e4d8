"""The people at the doors of a running server, and what they can do there as browsers and programs."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2

from balkancluster.access import COORDINATOR
from balkancluster.database import Database, new_id
from balkancluster.members.affiliations import join_organisation
from balkancluster.members.invitations import find_pending
from balkancluster.members.models import ADMIN
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.passwords import hash_password
from balkancluster.members.people import create_person, find_person
from balkancluster.members.roles import grant_role
from balkancluster.members.sessions import begin_session
from balkancluster.members.tokens import create_token
from tests.attacks.websocket_wire import HELLO, WebSocketWire
from tests.attacks.wire import Wire
from tests.services.program import Program


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


class House:
    """A running server, and a way into its database such as a command of the operator has."""

    session_cookie = "session"

    def __init__(self, program: Program, database: Database, base_url: str = "") -> None:
        self.program = program
        self.port = program.port
        self.base_url = base_url or program.url
        self.database = database
        self._visitors: list[Visitor] = []

    def visit(self, **headers: str) -> Visitor:
        """Open a browser; redirects are not followed."""
        own = {"Host": urlsplit(self.base_url).netloc, "Origin": self.base_url, "Accept": "text/html"}
        # There is no certificate to check, and reading all that the system trusts takes long.
        client = httpx2.AsyncClient(
            base_url=self.program.url, headers={**own, **headers}, timeout=30, verify=False
        )
        self._visitors.append(Visitor(self.port, client))
        return self._visitors[-1]

    async def newcomer(
        self, name: str, locale: str = "sr-Latn", role: str = "", password: str = ""
    ) -> Visitor:
        """Let in somebody whom only this test knows: limits, names and rooms of nobody else are touched."""
        email = f"{new_id()}@klaster.example"
        stored = await hash_password(password) if password else None
        async with self.database.write() as session:
            person = await create_person(session, name=name, email=email, locale=locale, password_hash=stored)
            if role:
                await grant_role(session, None, person.id, role)
            token = await begin_session(session, person.id, "", "")
        visitor = self.visit()
        visitor.id, visitor.email = person.id, email
        visitor.take_session(self.session_cookie, token)
        return visitor

    async def coordinator(self) -> Visitor:
        """Let in one more coordinator, who is nobody's colleague."""
        return await self.newcomer("Милица Коларов", "sr-Cyrl", COORDINATOR)

    async def token(self, owner: Visitor, *scopes: str) -> str:
        """Make a token of somebody."""
        async with self.database.write() as session:
            return await create_token(session, await find_person(session, owner.id), list(scopes))

    async def found_organisation(self, admin: Visitor) -> int:
        """Found an organisation that somebody administers, and return its id."""
        profile = Profile("", "sme", "bg", "BG", {"bg": Words("Шевица")})
        async with self.database.write() as session:
            founded = await create_organisation(session, profile)
            await join_organisation(session, admin.id, founded.id, ADMIN)
        return founded.id

    async def find_invitation(self, email: str) -> int | None:
        """Return the id of the invitation that waits for an address."""
        async with self.database.read() as session:
            pending = await find_pending(session)
        return next((invitation.id for invitation in pending if invitation.email == email), None)

    def hang_up(self) -> None:
        """Close every socket of everybody."""
        for visitor in self._visitors:
            visitor.hang_up()

    async def close(self) -> None:
        """Send everybody home."""
        for visitor in self._visitors:
            await visitor.leave()
        await self.database.close()


class Demo(House):
    """The demo, into which one click leads."""

    async def sign_in(self, name: str) -> Visitor:
        """Sign in with one click as one of the invented people."""
        visitor = self.visit()
        visitor.email = f"{name}@demo.example"
        answer = await visitor.send_form("/demo/sign-in", person=visitor.email)
        assert answer.status_code == 303, answer.text
        socket = await visitor.shake_hands()
        await socket.say(HELLO)
        visitor.id = int((await socket.hear())["person"])
        visitor.hang_up()
        return visitor
