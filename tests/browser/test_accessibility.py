"""Every page of the route table, in four locales, light and dark, as axe-core and a phone see it."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, ViewportSize
from playwright.async_api import Page as Tab

from balkancluster.app import build_app
from balkancluster.i18n.locales import TAGS
from balkancluster.settings import Settings, sqlite_url
from tests.browser.accessibility_checks import (
    NARROW,
    TALL,
    WIDE,
    find_faint_in_the_dark,
    find_overflow,
    find_untranslated,
    find_violations,
    find_violations_in_menus,
    find_wrong_language,
)
from tests.browser.accessibility_pages import KEY_PAGES, PAGES, VISITOR, Page, find_places, page_routes
from tests.services.demo import running_demo

PLANT = """() => {
  const words = Object.assign(document.createElement('p'), {textContent: 'Sign out'});
  words.style.color = '#223344';
  document.querySelector('main').append(words, document.createElement('input'));
}"""


class Windows:
    """One browser window for each person, whose language changes as the person would change it."""

    def __init__(self, browser: Browser, url: str, places: dict[str, str]) -> None:
        self._browser = browser
        self._url = url
        self._places = places
        self._tabs: dict[str, Tab] = {}
        self.complaints: list[str] = []

    async def open(self, page: Page, locale: str) -> Tab:
        """Show a page to its person."""
        tab = self._tabs.get(page.person) or await self._open_window(page.person)
        await tab.context.request.post(
            f"{self._url}/language", form={"locale": locale}, headers={"Origin": self._url}
        )
        await tab.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.complaints.clear()
        answer = await tab.goto(self._url + page.address.format_map(self._places))
        assert answer is not None
        assert answer.status == page.status, f"{page.address} answers {answer.status}"
        return tab

    async def close(self) -> None:
        """Close every window."""
        for tab in self._tabs.values():
            await tab.context.close()

    async def _open_window(self, person: str) -> Tab:
        context = await self._browser.new_context(viewport=WIDE)
        if person != VISITOR:
            await self._sign_in(context, person)
        tab = self._tabs[person] = await context.new_page()
        tab.on("console", self._hear)
        tab.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        return tab

    async def _sign_in(self, context: BrowserContext, person: str) -> None:
        form: dict[str, Any] = {"person": f"{person}@demo.example"}
        answer = await context.request.post(
            f"{self._url}/demo/sign-in", form=form, headers={"Origin": self._url}, max_redirects=0
        )
        assert answer.status == 303

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that answers 404 on purpose is itself reported by the browser.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.complaints.append(f"console: {message.text}")


@pytest.fixture(scope="module")
async def windows(
    browser: Browser, demo_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Windows]:
    """Windows onto a demo of these tests' own, because they change people's languages."""
    async with running_demo(demo_data, tmp_path_factory.mktemp("accessibility")) as program:
        opened = Windows(browser, program.url, await find_places(program.url))
        yield opened
        await opened.close()


def test_no_page_of_the_route_table_escapes(tmp_path: Path) -> None:
    """A page that is new must be given an address and a person in accessibility_pages.py."""
    app = build_app(Settings(sqlite_url(tmp_path)))
    assert page_routes(app) == set(PAGES)


def _visits() -> list[Any]:
    """Return each page in one locale, another one from page to page; the rest of the matrix is slow."""
    visits = []
    for number, page in enumerate(itertools.chain.from_iterable(PAGES.values())):
        for place, locale in enumerate(TAGS):
            is_turn = place == number % len(TAGS) or page.address in KEY_PAGES
            name = f"{page.person or 'visitor'} {page.address} {locale}"
            marks = () if is_turn else (pytest.mark.slow,)
            visits.append(pytest.param(page, locale, id=name, marks=marks))
    return visits


@pytest.mark.parametrize(("page", "locale"), _visits())
async def test_page_can_be_used_by_everybody(windows: Windows, page: Page, locale: str) -> None:
    tab = await windows.open(page, locale)
    faults = [
        *await find_violations(tab),
        *await find_faint_in_the_dark(tab),
        *await find_wrong_language(tab, locale),
        *await find_untranslated(tab, locale),
        *windows.complaints,
    ]
    await tab.set_viewport_size(NARROW)
    faults += await find_overflow(tab)
    await tab.set_viewport_size(WIDE)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", [TALL, WIDE], ids=["phone", "desk"])
@pytest.mark.parametrize("address", sorted(KEY_PAGES))
async def test_menus_and_the_phone_can_be_used_by_everybody(
    windows: Windows, address: str, size: ViewportSize
) -> None:
    page = next(page for page in itertools.chain.from_iterable(PAGES.values()) if page.address == address)
    tab = await windows.open(page, "sr-Cyrl")
    await tab.set_viewport_size(size)
    faults = [*await find_violations_in_menus(tab), *(await find_violations(tab) if size is TALL else [])]
    await tab.set_viewport_size(WIDE)
    assert not faults, "\n".join(faults)


async def test_axe_sees_what_is_planted(windows: Windows) -> None:
    tab = await windows.open(PAGES["/settings"][0], "bg")
    await tab.evaluate(PLANT)
    assert any(fault.startswith("label") for fault in await find_violations(tab))
    assert any("color-contrast" in fault for fault in await find_faint_in_the_dark(tab))
    assert await find_untranslated(tab, "bg") == ["not translated: Sign out"]
