"""The demo for tests: filled once in a run, then only copied, because filling it takes many seconds."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import update

from balkancluster import clock
from balkancluster.database import Database
from balkancluster.demo.seed import seed
from balkancluster.files.keeping import open_keeper
from balkancluster.members.models import Person
from balkancluster.migrations.migrate import migrate
from balkancluster.settings import Settings, sqlite_url
from tests.services.program import Program

StartDemo = Callable[..., Awaitable[Program]]


async def fill_demo(data: Path) -> None:
    """Make the database of a demo in an empty folder, as the command does, with everybody toured."""
    database = Database(sqlite_url(data))
    try:
        await migrate(database)
        settings = Settings(database_url=sqlite_url(data))
        await seed(database, keeper=open_keeper(settings, database))
        async with database.write() as session:
            await session.execute(update(Person).values(toured_at=clock.now()))
    finally:
        await database.close()


def demo_on_copy(filled: Path, folder: Path, quiet: bool = True, **options: Any) -> Program:
    """Return a demo, not yet started, on its own copy of a filled one; `options` are those of Program."""
    data = folder / "demo"
    shutil.copytree(filled, data)
    program = Program(folder, "demo", "--data", str(data), *(["--quiet"] if quiet else []), **options)
    program.data = data
    return program


@asynccontextmanager
async def running_demo(filled: Path, folder: Path, **options: Any) -> AsyncIterator[Program]:
    """Serve a copy of a filled demo, for a fixture that several tests share."""
    program = demo_on_copy(filled, folder, **options)
    await program.start()
    yield program
    await program.stop()


@asynccontextmanager
async def signed_in_to_demo(url: str, name: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Give a browser in which ana, elena, boris or vesna has signed in with one click."""
    async with httpx2.AsyncClient(base_url=url, headers={"Origin": url}, timeout=30) as client:
        answer = await client.post("/demo/sign-in", data={"person": f"{name}@demo.example"})
        assert answer.status_code == httpx2.codes.SEE_OTHER, answer.text
        yield client


async def busiest_room(client: httpx2.AsyncClient) -> dict[str, Any]:
    """Return what the API says of the room with the most talk, in which all four of them are."""
    rooms: list[dict[str, Any]] = (await client.get("/api/v1/rooms")).json()["items"]
    return max(rooms, key=lambda room: int(room["head"]))
