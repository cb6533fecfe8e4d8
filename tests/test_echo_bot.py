"""The example of docs/api.md, as a stranger runs it: a process of its own that knows only the public wire."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from balkancluster.database import new_id
from tests.services.demo import StartDemo, signed_in_to_demo
from tests.services.house import DOCS
from tests.services.program import Program

BOT = DOCS / "examples" / "echo_bot.py"
SECONDS = 40


class Bot:
    """The running example."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def says(self, words: str) -> None:
        """Return when the bot has printed a line."""
        assert self._process.stdout
        async with asyncio.timeout(SECONDS):
            while line := (await self._process.stdout.readline()).decode():
                if words in line:
                    return
        raise AssertionError(f"the bot ended without {words!r}")

    async def ends(self) -> str:
        """Return the last line that the bot printed before it ended by itself."""
        async with asyncio.timeout(SECONDS):
            said, _ = await self._process.communicate()
        return said.decode().strip().splitlines()[-1]

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


async def run(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | environment,
    )


async def say_to_server(data: Path, *words: str) -> str:
    """Give a command as a coordinator does, and return what it answers."""
    command = await run("-m", "balkancluster", "token", *words, "--data", str(data))
    said, _ = await command.communicate()
    return said.decode()


async def make_token(data: Path) -> str:
    """Make a token of Boris."""
    scopes = ("--scopes", "rooms:read,rooms:write", "--days", "1")
    said = await say_to_server(data, "create", "--person", "boris@demo.example", *scopes)
    return said.split()[-1]


@pytest.fixture
async def demo(start_demo: StartDemo) -> Program:
    return await start_demo()


@pytest.fixture
async def bot(demo: Program, tmp_path: Path) -> AsyncIterator[Bot]:
    """The example, acting for Boris and listening."""
    started = Bot(await run(str(BOT), demo.url, TOKEN=await make_token(tmp_path / "demo")))
    await started.says("Listening.")
    yield started
    await started.stop()


@pytest.fixture
async def ana(demo: Program) -> AsyncIterator[httpx2.AsyncClient]:
    async with signed_in_to_demo(demo.url, "ana") as client:
        yield client


async def find_shared_room(ana: httpx2.AsyncClient) -> dict[str, Any]:
    rooms: list[dict[str, Any]] = (await ana.get("/api/v1/rooms")).json()["items"]
    return max(rooms, key=lambda room: int(room["head"]))


async def say(ana: httpx2.AsyncClient, room: str, body: str) -> dict[str, Any]:
    answer = await ana.post(f"/api/v1/rooms/{room}/messages", json={"client_id": new_id(), "body": body})
    assert answer.status_code == httpx2.codes.CREATED, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def hear_after(ana: httpx2.AsyncClient, room: str, after: int, count: int) -> list[str | None]:
    """Return what the bot said in a room after a number, once there is so much of it."""
    async with asyncio.timeout(SECONDS):
        heard: list[str | None] = []
        while len(heard) < count:
            query = {"after": after, "wait": 25}
            for event in (await ana.get(f"/api/v1/rooms/{room}/events", params=query)).json()["events"]:
                after = event["seq"]
                if event["kind"] == "message.posted" and event["actor"]["name"] == "Борис Ставрев":
                    heard.append(event["message"]["body"])
    return heard


async def test_the_bot_answers_who_greets_or_names_it_and_nobody_else(
    bot: Bot, ana: httpx2.AsyncClient
) -> None:
    room = (await find_shared_room(ana))["id"]
    said = [
        (await say(ana, room, words))["seq"]
        for words in ("Zdravo svima", "Samo da kažem nešto", "Zna li @Борис Ставрев?")
    ]
    heard = await hear_after(ana, room, said[0], 2)
    assert heard == ["Ana Đorđević: Zdravo svima", "Ana Đorđević: Zna li @Борис Ставрев?"]


async def test_the_bot_comes_back_after_a_restart_and_has_missed_nothing(
    demo: Program, bot: Bot, ana: httpx2.AsyncClient
) -> None:
    room = (await find_shared_room(ana))["id"]
    before = await say(ana, room, "Zdravo pre")
    await hear_after(ana, room, before["seq"], 1)
    await demo.kill()
    await demo.start()
    for number in range(3):
        await say(ana, room, f"Zdravo {number}")
    heard = await hear_after(ana, room, before["seq"], 4)
    assert heard == [f"Ana Đorđević: Zdravo {when}" for when in ("pre", 0, 1, 2)]


async def test_a_bot_whose_token_has_ended_says_so_and_does_not_come_back(
    demo: Program, tmp_path: Path
) -> None:
    data = tmp_path / "demo"
    bot = Bot(await run(str(BOT), demo.url, TOKEN=await make_token(data)))
    await bot.says("Listening.")
    newest, *_others = (await say_to_server(data, "list", "--person", "boris@demo.example")).splitlines()
    await say_to_server(data, "revoke", newest.split()[0])
    assert "4501" in await bot.ends()


def test_the_example_stands_in_the_documents_word_for_word() -> None:
    source = BOT.read_text(encoding="utf-8")
    assert f"```python\n{source}```" in (DOCS / "api.md").read_text(encoding="utf-8")
