"""Browsers of the people of the network, at the whole application."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.app import build_app
from balkancluster.members.sessions import begin_session
from balkancluster.settings import Settings
from tests.people import Network

ORIGIN = "http://house.example"

Visit = Callable[[Actor | None], Awaitable[httpx2.AsyncClient]]


@pytest.fixture
def settings(database_url: str) -> Settings:
    """The settings of the application that these browsers visit."""
    return Settings(
        database_url=database_url, base_url=ORIGIN, secret="s" * 40, allowed_hosts=("house.example",)
    )


@pytest.fixture
async def visit(network: Network, settings: Settings) -> AsyncIterator[Visit]:
    """Opens a browser of somebody, or of a stranger: `await visit(network.ana)`."""
    app = build_app(settings)
    opened: list[httpx2.AsyncClient] = []

    async def open_browser(who: Actor | None) -> httpx2.AsyncClient:
        headers = {"Origin": ORIGIN, "Accept": "text/html", "Accept-Language": "en"}
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=ORIGIN, headers=headers)
        opened.append(client)
        if who:
            async with network.database.write() as session:
                client.cookies.set("session", await begin_session(session, who.id, "", ""))
        return client

    yield open_browser
    for client in opened:
        await client.aclose()
    parts = app.state.services
    await parts.log.close()
    await parts.hub.close()
    await parts.database.close()
