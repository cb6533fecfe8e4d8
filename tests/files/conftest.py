"""A network that keeps files in a folder of the test, with the rules alone or with the whole application."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from balkancluster.access import Actor
from balkancluster.app import build_app
from balkancluster.files.keeping import Keeper, open_keeper
from balkancluster.files.views import FileView
from balkancluster.members.people import find_person
from balkancluster.members.tokens import create_token
from balkancluster.settings import Settings
from tests.people import Network

Client = httpx2.AsyncClient
OpenClient = Callable[[Actor], Awaitable[Client]]


async def in_pieces(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    """Yield some bytes as a browser would send them."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, allowed_hosts=("test",), files_url=str(tmp_path / "files"))


@pytest.fixture
def keeper(network: Network, settings: Settings) -> Keeper:
    return open_keeper(settings, network.database)


@pytest.fixture
def keep(network: Network, keeper: Keeper) -> Callable[..., Awaitable[FileView]]:
    """Keep some bytes as a file of Ana's, or of somebody else's."""

    async def keep_one(content: bytes, name: str = "list.txt", who: Actor | None = None) -> FileView:
        return await keeper.take_in((who or network.ana).id, name, in_pieces(content))

    return keep_one


Keep = Callable[..., Awaitable[FileView]]


@pytest.fixture
async def app(settings: Settings, network: Network) -> AsyncIterator[Starlette]:
    app = build_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def open_client(app: Starlette, network: Network) -> AsyncIterator[OpenClient]:
    opened: list[Client] = []

    async def open_one(who: Actor) -> Client:
        async with network.database.write() as session:
            person = await find_person(session, who.id)
            token = await create_token(session, person, ["rooms:read", "rooms:write"])
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx2.ASGITransport(app=app)
        opened.append(Client(transport=transport, base_url="http://test", headers=headers))
        return opened[-1]

    yield open_one
    for client in opened:
        await client.aclose()


def changed(settings: Settings, **values: Any) -> Settings:
    """Return the settings with some of them changed."""
    return replace(settings, **values)
