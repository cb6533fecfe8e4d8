"""A translation service of the tests' own, and desks at which messages are translated by it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest

from balkancluster.access import Actor
from balkancluster.app import build_app
from balkancluster.members.sessions import begin_session
from balkancluster.rooms.models import OPEN
from balkancluster.rooms.translations import Desk
from balkancluster.settings import LIBRETRANSLATE, Settings
from balkancluster.translation.providers import find_provider
from balkancluster.translation.translator import Translator
from tests.people import Network
from tests.services.translating import TranslationService
from tests.translation.desks import ORIGIN, OpenDesk, Visit


@pytest.fixture
async def service() -> AsyncIterator[TranslationService]:
    """A service that translates from and into Serbian, Bulgarian and English."""
    running = TranslationService()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def settings(database_url: str, service: TranslationService) -> Settings:
    """An installation that has the service translate."""
    return Settings(
        database_url=database_url,
        base_url=ORIGIN,
        secret="s" * 40,
        allowed_hosts=("house.example",),
        translation=LIBRETRANSLATE,
        translation_url=service.url,
    )


@pytest.fixture
async def open_desk(network: Network, settings: Settings) -> AsyncIterator[OpenDesk]:
    """Opens the desk of a node, with other settings if wanted: `await open_desk(translation_url=…)`."""
    opened: list[Translator] = []

    async def open_one(**other: object) -> Desk:
        chosen = replace(settings, **other)  # type: ignore[arg-type]
        opened.append(translator := Translator(find_provider(chosen)))
        await translator.refresh()
        return Desk(chosen, network.database, network.log, translator)

    yield open_one
    for translator in opened:
        await translator.close()


@pytest.fixture
async def room(network: Network) -> int:
    """An open room with Ana, who writes Serbian, and Elena, who reads Bulgarian."""
    return await network.open_room(network.vesna, network.ana, network.elena, kind=OPEN)


@pytest.fixture
async def visit(network: Network, settings: Settings) -> AsyncIterator[Visit]:
    """Opens a browser of somebody at the whole application: `await visit(network.elena)`."""
    app = build_app(settings)
    opened: list[httpx2.AsyncClient] = []

    async def open_browser(who: Actor) -> httpx2.AsyncClient:
        headers = {"Origin": ORIGIN, "Accept": "text/html"}
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=ORIGIN, headers=headers)
        opened.append(client)
        async with network.database.write() as session:
            client.cookies.set("session", await begin_session(session, who.id, "", ""))
        return client

    async with app.router.lifespan_context(app):
        await app.state.translator.settle()
        yield open_browser
        for client in opened:
            await client.aclose()
