"""The client-server API of Matrix: members who wait for news with `/sync`, one long poll after another."""

import asyncio
import contextlib
import json
import time
from typing import Any, cast
from urllib.parse import quote

from bench.clients import Client, Member
from bench.peers.xmpp import ANY_MARK
from bench.process import ServerProcess
from bench.tally import CLIENT_ID, Tally, body
from bench.wire import request

API = "/_matrix/client/v3"
WAIT_MILLISECONDS = 30_000
FILTER = {
    "room": {
        "timeline": {"limit": 50},
        "state": {"lazy_load_members": True},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
    },
    "presence": {"types": []},
    "account_data": {"types": []},
}


class Caller(Client):
    """One connection for requests, with the access token of somebody."""

    patience = 300.0
    token = ""

    async def ask(self, method: str, path: str, content: object = None) -> bytes:
        """Send one request and return what is answered. Raises ConnectionError when it is refused."""
        headers = {"Host": "bench.local", "Content-Type": "application/json"}
        words = b"" if content is None else json.dumps(content).encode()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        headers["Content-Length"] = str(len(words))
        self.transport.write(request(method, API + path, headers, words))
        head = (await self.expect(b"\r\n\r\n")).lower()
        answer = await self._read_content(head)
        if not head.startswith(b"http/1.1 200"):
            raise ConnectionError(f"{method} {path} was refused: {answer!r}")
        return answer

    async def _read_content(self, head: bytes) -> bytes:
        if b"content-length:" in head:
            return await self.read(int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))
        parts = []
        while length := int(await self.expect(b"\r\n"), 16):
            parts.append((await self.read(length + 2))[:-2])
        await self.expect(b"\r\n")
        return b"".join(parts)


class MatrixMember(Member, Caller):
    """Somebody who waits for news of the room, over and over."""

    mark = ANY_MARK
    since = ""
    _waits: asyncio.Task[None] | None = None

    def wait_for_news(self, since: str) -> None:
        """Begin to wait for what comes after a place."""
        self.since = since
        self._waits = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        # Whoever is not told of a post in time says so; a line that is gone has nothing more to say.
        with contextlib.suppress(ConnectionError, TimeoutError):
            while True:
                before, answer = len(self.order), await self.sync(WAIT_MILLISECONDS)
                self.take_marks(answer, time.perf_counter())
                self.frame_length = len(answer) // max(1, len(self.order) - before)

    async def sync(self, milliseconds: int) -> bytes:
        """Ask for news, wait for them so long, and keep the place after them."""
        since = f"&since={self.since}" if self.since else ""
        wanted = quote(json.dumps(FILTER, separators=(",", ":")))
        answer = await self.ask("GET", f"/sync?timeout={milliseconds}&filter={wanted}{since}")
        self.since = json.loads(answer)["next_batch"]
        return answer

    def close(self) -> None:
        """Stop waiting and hang up."""
        if self._waits:
            self._waits.cancel()
        super().close()


class MatrixRoom:
    """One room, whose members are in it before anybody waits for news."""

    def __init__(self, process: ServerProcess) -> None:
        self.process = process
        self._tokens: list[str] = []
        self._room = ""
        self._posters: dict[int, Caller] = {}
        self._turns: dict[int, asyncio.Lock] = {}

    async def open(self, members: int) -> None:
        """Make accounts, and the room with all of them in it."""
        maker = await self._connect(Caller())
        self._tokens = [await _register(maker, number) for number in range(members)]
        maker.token = self._tokens[0]
        made = json.loads(await maker.ask("POST", "/createRoom", {"preset": "public_chat"}))
        self._room = quote(made["room_id"])
        for token in self._tokens[1:]:
            maker.token = token
            await maker.ask("POST", f"/join/{self._room}", {})
        maker.close()

    async def join(self, number: int, tally: Tally) -> Member:
        """Begin to wait for news from now on."""
        member = cast(MatrixMember, await self._connect(MatrixMember(tally), number))
        await member.sync(0)
        member.wait_for_news(member.since)
        return member

    async def post(self, poster: int, number: int) -> None:
        """Post as the member with this number, over a connection of its own."""
        async with self._turns.setdefault(poster, asyncio.Lock()):
            if poster not in self._posters:
                self._posters[poster] = await self._connect(Caller(), poster)
            words = {"msgtype": "m.text", "body": f"{CLIENT_ID % number} {body(number)}"}
            path = f"/rooms/{self._room}/send/m.room.message/t{number}"
            await self._posters[poster].ask("PUT", path, words)

    def place_of(self, member: Member) -> str:
        """Return the token of what a member has."""
        assert isinstance(member, MatrixMember)
        return member.since

    async def come_back(self, number: int, tally: Tally, place: str) -> Member:
        """Wait for news from an older place."""
        member = cast(MatrixMember, await self._connect(MatrixMember(tally), number))
        member.wait_for_news(place)
        return member

    async def _connect(self, caller: Caller, number: int | None = None) -> Caller:
        await caller.connect(self.process.port)
        if number is not None:
            caller.token = self._tokens[number]
        return caller


async def _register(caller: Caller, number: int) -> str:
    account = {"username": f"member{number}", "password": "bench", "auth": {"type": "m.login.dummy"}}
    answer: dict[str, Any] = json.loads(await caller.ask("POST", "/register", account))
    token: str = answer["access_token"]
    return token
