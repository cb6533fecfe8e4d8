"""One demo for all attacks of a run, the people at its doors, and a look into its log after each of them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from balkancluster.database import Database
from balkancluster.settings import sqlite_url
from tests.attacks.houses import Demo, House
from tests.attacks.production import Production, running_production
from tests.attacks.visitors import Visitor
from tests.conftest import PROGRAMS
from tests.services.demo import running_demo

SIGNS_OF_A_FALL = ("unexpected error", "Exception in ASGI", "Fatal error", "never retrieved")


@pytest.fixture(scope="session")
async def demo(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """A demo of the attacks' own, as a newcomer starts it."""
    folder = tmp_path_factory.mktemp("attacked-demo")
    async with running_demo(demo_data, folder) as program:
        running = Demo(program, Database(sqlite_url(folder / "demo")))
        yield running
        await running.close()


@pytest.fixture(scope="session")
async def production(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Production]:
    """A network with https and passwords, as an operator runs it."""
    async with running_production(tmp_path_factory.mktemp("production")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_falls_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look into the logs of the servers: an answer may hide that something broke behind it."""
    names = {"demo", "production"}.intersection(request.fixturenames)
    houses: list[House] = [request.getfixturevalue(name) for name in names]
    programs = [house.program for house in houses]
    request.node.stash.setdefault(PROGRAMS, []).extend(programs)
    before = [len(program.output()) for program in programs]
    yield
    for house in houses:
        house.hang_up()
    said = "".join(program.output()[length:] for program, length in zip(programs, before, strict=True))
    assert [sign for sign in SIGNS_OF_A_FALL if sign in said] == [], said


@pytest.fixture(scope="session")
async def ana(demo: Demo) -> Visitor:
    """Ana in Leskovac, a member."""
    return await demo.sign_in("ana")


@pytest.fixture(scope="session")
async def elena(demo: Demo) -> Visitor:
    """Elena in Plovdiv, a member who reads Bulgarian."""
    return await demo.sign_in("elena")


@pytest.fixture(scope="session")
async def vesna(demo: Demo) -> Visitor:
    """Vesna in Niš, who coordinates the network."""
    return await demo.sign_in("vesna")


@pytest.fixture(scope="session")
async def room(ana: Visitor, elena: Visitor) -> str:
    """A private room of Ana and Elena; tests look only for what they said themselves."""
    return await ana.open_room(elena)
