"""The people of these tests, in a database of their own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR
from balkancluster.app import build_announcer, build_app
from balkancluster.database import Database
from balkancluster.members import actors, passwords
from balkancluster.members.affiliations import join_organisation
from balkancluster.members.models import ADMIN
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.passwords import hash_password
from balkancluster.members.people import create_person
from balkancluster.members.roles import grant_role
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.log import Log
from balkancluster.settings import Settings
from tests.members.people import ORIGIN, PASSWORD, Browser, OpenBrowser, People


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """Hash with little memory: these tests ask what happens, not how long it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        passwords._nobodys_hash.cache_clear()
        yield


@pytest.fixture
async def people(database: Database) -> People:
    """Vesna coordinates; Ana runs a cluster in Leskovac, Elena one in Plovdiv."""
    stored = await hash_password(PASSWORD)
    async with database.write() as session:
        vesna = await create_person(
            session, name="Весна Илић", email="vesna@demo.example", locale="sr-Cyrl", password_hash=stored
        )
        ana = await create_person(
            session, name="Ana Jović", email="ana@demo.example", locale="sr-Latn", password_hash=stored
        )
        elena = await create_person(
            session, name="Елена Дончева", email="elena@demo.example", locale="bg", password_hash=stored
        )
        await grant_role(session, None, vesna.id, COORDINATOR)
        wool = await _create_cluster(session, "RS", "sr-Latn", "Vunena nit")
        roses = await _create_cluster(session, "BG", "bg", "Шевица")
        await join_organisation(session, ana.id, wool, ADMIN)
        await join_organisation(session, elena.id, roses, ADMIN)
    async with database.read() as session:
        found = [await actors.find_by_person(session, person.id) for person in (vesna, ana, elena)]
    known = [actor for actor in found if actor]
    return People(vesna=known[0], ana=known[1], elena=known[2], wool=wool, roses=roses)


async def _create_cluster(session: AsyncSession, country: str, lang: str, name: str) -> int:
    profile = Profile("", "cluster", lang, country, {lang: Words(name)})
    return (await create_organisation(session, profile)).id


@pytest.fixture
async def announcer(database: Database, database_url: str) -> AsyncIterator[Announcer]:
    """The news of a whole application, told through a log of its own."""
    log = Log(database)
    yield build_announcer(Settings(database_url=database_url, base_url=ORIGIN), database, log)
    await log.close()


@pytest.fixture
async def open_browser(database_url: str, people: People, tmp_path: Path) -> AsyncIterator[OpenBrowser]:
    """Opens a browser at the real application, with cookies of its own."""
    settings = Settings(
        database_url=database_url,
        base_url=ORIGIN,
        secret="s" * 40,
        allowed_hosts=("house.example",),
        development=True,
        demo_people=("elena@demo.example",),
        files_url=str(tmp_path / "files"),
    )
    app = build_app(settings)
    opened: list[Browser] = []

    def open_one(address: str = "192.0.2.7", **headers: str) -> Browser:
        browser = Browser(
            transport=httpx2.ASGITransport(app, client=(address, 4000)),
            base_url=ORIGIN,
            headers={"Origin": ORIGIN, "Accept": "text/html", "Accept-Language": "en", **headers},
        )
        opened.append(browser)
        return browser

    yield open_one
    for browser in opened:
        await browser.aclose()
    await app.state.services.log.close()
    await app.state.services.database.close()
