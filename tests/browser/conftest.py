"""The demo as a running process, and windows of its people; every test talks in a room of its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.windows import OpenWindow, Window, make_room, open_window
from tests.services.chromium import OpenContext
from tests.services.demo import running_demo
from tests.services.program import Program

SIZE = {"width": 1280, "height": 900}

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def installed(installed_python: Path) -> tuple[str, ...]:
    """The command of the program as people install it; what a browser sees never comes from the checkout."""
    return (str(installed_python), "-m", "balkancluster")


@pytest.fixture(scope="session")
async def demo(
    demo_data: Path, installed: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Program]:
    """One demo server for all tests that leave it running."""
    async with running_demo(demo_data, tmp_path_factory.mktemp("server"), command=installed) as program:
        yield program


@pytest.fixture
def window_of(demo: Program, open_context: OpenContext) -> OpenWindow:
    """Opens a window of somebody: `await window_of("ana", "sr-Latn")`."""

    async def open_one(person: str, locale: str, url: str = demo.url, **options: Any) -> Window:
        context = await open_context(**({"viewport": SIZE} | options))
        return await open_window(context, url, person, locale)

    return open_one


@pytest.fixture
async def ana(window_of: OpenWindow) -> Window:
    """Ana in Leskovac, who reads Serbian in Latin."""
    return await window_of("ana", "sr-Latn")


@pytest.fixture
async def elena(window_of: OpenWindow) -> Window:
    """Elena in Plovdiv, who reads Bulgarian."""
    return await window_of("elena", "bg")


@pytest.fixture
async def room(ana: Window) -> str:
    """The address of a room in which only Ana and Elena are."""
    return await make_room(ana, "elena")


@pytest.fixture
async def talk(ana: Window, elena: Window, room: str) -> tuple[Window, Window]:
    """Ana and Elena, both with their room open."""
    for window in (ana, elena):
        await window.open_live(room)
    return ana, elena
