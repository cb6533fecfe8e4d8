"""What every test may ask for: a database of either kind, a browser, the program as a process."""

import os
import signal
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.async_api import Browser, BrowserContext

from balkancluster.database import Database
from balkancluster.migrations.migrate import migrate
from tests.people import Network, found_network
from tests.services.chromium import OpenContext, find_chromium, launch_chromium
from tests.services.databases import Databases, PostgreSQLDatabases, SqliteDatabases
from tests.services.demo import StartDemo, demo_on_copy, fill_demo
from tests.services.once import made_once
from tests.services.postgresql import PostgreSQL, find_postgresql
from tests.services.program import Program, StartProgram
from tests.services.redis import Redis, find_redis
from tests.services.wheel import build_wheel, find_wheel, install_wheel, python_of

REQUIRE_ALL = os.environ.get("BALKANCLUSTER_TEST_REQUIRE_ALL") == "1"

PROGRAMS = pytest.StashKey[list[Program]]()


def pytest_configure(config: pytest.Config) -> None:
    """Name the one marker of the project, and end in good order when told to end."""
    # As by Ctrl-C: otherwise the servers that the tests have started would outlive them.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.addinivalue_line("markers", "slow: takes ten seconds or more; bin/test runs it with --full")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the programs of a failed test printed, and let nothing be skipped where all is required."""
    report = yield
    if report.failed:
        for program in item.stash.get(PROGRAMS, []):
            report.sections.append((f"Output of {program.url}", program.output()))
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no whole file be skipped where all is required."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)


def _skip(missing: str) -> NoReturn:
    pytest.skip(f"{missing} is not installed here")


async def migrate_url(url: str) -> None:
    """Give an empty database every table."""
    database = Database(url)
    await migrate(database)
    await database.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server that only this run of the tests uses."""
    programs = find_postgresql()
    if programs is None:
        _skip("PostgreSQL")
    server = PostgreSQL(programs)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis server of this test's own, which it may kill and freeze."""
    program = find_redis()
    if program is None:
        _skip("Redis")
    server = Redis(program)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The source of databases; a test that uses it, or a fixture below, runs once on each kind."""
    if request.param == "sqlite":
        return SqliteDatabases(tmp_path_factory.mktemp("sqlite"), migrate_url)
    return PostgreSQLDatabases(request.getfixturevalue("postgresql"), migrate_url)


@pytest.fixture
async def empty_database_url(databases: Databases) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    url = await databases.create()
    yield url
    await databases.drop(url)


@pytest.fixture
async def database_url(databases: Databases) -> AsyncIterator[str]:
    """The URL of a database of this test's own, migrated and empty."""
    url = await databases.create_migrated()
    yield url
    await databases.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database of either kind; what a test writes need not outlive the machine."""
    database = Database(database_url, is_durable=False)
    yield database
    await database.close()


@pytest.fixture
async def network(database_url: str) -> AsyncIterator[Network]:
    """Ana, Elena, Boris, Vesna and Dragan, with the log they talk through."""
    founded = await found_network(database_url)
    yield founded
    await founded.close()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run."""
    program = find_chromium()
    if program is None:
        _skip("Chromium")
    async with launch_chromium(program) as running:
        yield running


@pytest.fixture
async def open_context(browser: Browser) -> AsyncIterator[OpenContext]:
    """Opens a browser window of one person (cookies of its own); all are closed after the test."""
    opened: list[BrowserContext] = []

    async def open_one(**options: Any) -> BrowserContext:
        context = await browser.new_context(**options)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        await context.close()


@pytest.fixture
async def start_program(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StartProgram]:
    """Starts the real program as a process, ready for people; it is stopped after the test."""
    programs = request.node.stash.setdefault(PROGRAMS, [])

    async def start(*arguments: str, **options: Any) -> Program:
        program = Program(tmp_path, *arguments, **options)
        programs.append(program)
        await program.start()
        return program

    yield start
    for program in programs:
        await program.stop()


@pytest.fixture(scope="session")
async def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a filled demo. Nobody serves it: tests copy it."""
    with made_once(tmp_path_factory, "filled-demo") as (folder, is_empty):
        if is_empty:
            await fill_demo(folder)
    return folder


@pytest.fixture
async def start_demo(
    request: pytest.FixtureRequest, demo_data: Path, tmp_path: Path
) -> AsyncIterator[StartDemo]:
    """Starts the demo on a copy of its own, which the test may change and kill; stopped after the test."""
    programs = request.node.stash.setdefault(PROGRAMS, [])

    async def start(folder: str = "", **options: Any) -> Program:
        (tmp_path / folder).mkdir(exist_ok=True)
        programs.append(program := demo_on_copy(demo_data, tmp_path / folder, **options))
        await program.start()
        return program

    yield start
    for program in programs:
        await program.stop()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    with made_once(tmp_path_factory, "wheel") as (folder, is_empty):
        return build_wheel(folder) if is_empty else find_wheel(folder)


@pytest.fixture(scope="session")
def installed_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which the wheel, and not the checkout, is installed."""
    with made_once(tmp_path_factory, "installed") as (folder, is_empty):
        return install_wheel(wheel, folder) if is_empty else python_of(folder)
