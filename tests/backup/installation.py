"""An installation as its operator runs it: a server, commands beside it, and programs of people who talk."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from balkancluster.access import Actor
from balkancluster.members.people import find_person
from balkancluster.members.tokens import create_token
from tests.backup.files import SECRET
from tests.backup.house import opened
from tests.realtime.sockets import Frame, Socket, message, open_socket

SETTINGS = {
    "BALKANCLUSTER_SECRET": SECRET * 2,
    "BALKANCLUSTER_BASE_URL": "https://klaster.example",
    "BALKANCLUSTER_ALLOWED_HOSTS": "127.0.0.1",
}
PAGE = 200


def environment(database_url: str) -> dict[str, str]:
    """Return the settings of an installation on a database."""
    return SETTINGS | {"BALKANCLUSTER_DATABASE_URL": database_url}


async def run_command(database_url: str, *arguments: str | Path) -> str:
    """Run a command of the operator as a process, while everything else goes on; return what it printed."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("BALKANCLUSTER_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "balkancluster", *map(str, arguments)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=ours | environment(database_url),
    )
    said, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()
    return said.decode()


async def token_for(database_url: str, person: Actor) -> dict[str, str]:
    """Return the headers with which a program acts for somebody."""
    async with opened(database_url) as database, database.write() as session:
        found = await find_person(session, person.id)
        token = await create_token(session, found, ["rooms:read", "rooms:write"])
    return {"Authorization": f"Bearer {token}"}


async def post(client: httpx2.AsyncClient, room: str, body: str) -> Frame:
    """Post a message and return the answer; who is told to be slower is."""
    draft = message(body)
    while True:
        answer = await client.post(f"/api/v1/rooms/{room}/messages", json=draft)
        if answer.status_code != httpx2.codes.TOO_MANY_REQUESTS:
            break
        await asyncio.sleep(float(answer.headers["Retry-After"]))
    assert answer.status_code == httpx2.codes.CREATED, answer.text
    posted: Frame = answer.json()
    return posted


@dataclass
class Talker:
    """A program that posts until it is told to stop, and keeps what was answered in time."""

    client: httpx2.AsyncClient
    room: str
    answers: list[Frame] = field(default_factory=list)
    has_said: asyncio.Condition = field(default_factory=asyncio.Condition)
    is_over: bool = False

    async def talk(self, name: str) -> None:
        """Post one message after another."""
        while not self.is_over:
            answer = await post(self.client, self.room, f"{name} каже, {len(self.answers) + 1}. пут")
            async with self.has_said:
                self.answers.append(answer)
                self.has_said.notify_all()

    async def wait_for(self, more: int) -> None:
        """Return when so many more messages have been answered."""
        wanted = len(self.answers) + more
        async with self.has_said:
            await self.has_said.wait_for(lambda: len(self.answers) >= wanted)


@asynccontextmanager
async def program_of(url: str, headers: dict[str, str]) -> AsyncIterator[httpx2.AsyncClient]:
    """Give a client of the API that acts for somebody."""
    async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
        yield client


@asynccontextmanager
async def listening(
    url: str, headers: dict[str, str], room: dict[str, Any], after: int
) -> AsyncIterator[Socket]:
    """Open a socket that follows a room, in the life of it that `room` names, from a number on."""
    async with open_socket(url, headers) as socket:
        await socket.greet()
        await socket.follow(room, after)
        yield socket


async def read_room(client: httpx2.AsyncClient, room: str) -> dict[str, Any]:
    """Return the line of a room: its epoch and head."""
    items = (await client.get("/api/v1/rooms")).json()["items"]
    found: dict[str, Any] = next(item for item in items if item["id"] == room)
    return found


async def read_log(client: httpx2.AsyncClient, room: str) -> list[Frame]:
    """Return the whole log of a room."""
    events: list[Frame] = []
    while page := await _events(client, room, len(events)):
        events += page
    return events


async def _events(client: httpx2.AsyncClient, room: str, after: int) -> list[Frame]:
    answer = await client.get(f"/api/v1/rooms/{room}/events?after={after}&limit={PAGE}")
    found: list[Frame] = answer.json()["events"]
    return found


async def load_again(client: httpx2.AsyncClient, room: str, head: int) -> dict[int, str]:
    """Return number and id of every message, as a client loads them that was told to reset."""
    found: dict[int, str] = {}
    before = head + 1
    while True:
        address = f"/api/v1/rooms/{room}/messages?before={before}&limit=50"
        page = (await client.get(address)).json()["items"]
        if not page:
            return found
        found |= {each["seq"]: each["id"] for each in page}
        before = min(found)
