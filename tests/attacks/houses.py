"""Running servers, and the way into their databases that an operator's command has."""

import asyncio
from urllib.parse import urlsplit

import httpx2
from sqlalchemy import select

from balkancluster.access import COORDINATOR
from balkancluster.database import Database, new_id
from balkancluster.mail.models import Mail
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
from tests.attacks.visitors import Visitor
from tests.attacks.websocket_wire import HELLO
from tests.services.program import Program


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
        # There is no certificate here to check; reading all that the system trusts takes long.
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

    async def letter_to(self, email: str) -> str:
        """Return the newest letter to an address, once it is written."""
        statement = select(Mail.text).where(Mail.recipient == email).order_by(Mail.id.desc())
        async with asyncio.timeout(10):
            while True:
                async with self.database.read() as session:
                    if text := await session.scalar(statement.limit(1)):
                        return text
                # Letters are written after the answer, and another process offers nothing to await.
                await asyncio.sleep(0.05)

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
