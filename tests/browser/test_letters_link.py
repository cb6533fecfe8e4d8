"""The link at the foot of a letter, opened by somebody who is not signed in."""

import pytest
from playwright.async_api import expect

from balkancluster.i18n.locales import TAGS
from balkancluster.notifications.choices import unsubscribe_token
from balkancluster.settings import Settings, sqlite_url
from tests.browser.accessibility_checks import (
    NARROW,
    find_faint_in_the_dark,
    find_overflow,
    find_untranslated,
    find_violations,
    find_wrong_language,
)
from tests.browser.windows import Window
from tests.services.chromium import OpenContext
from tests.services.program import Program

BORIS = 3


@pytest.fixture
def link(demo: Program) -> str:
    """Where the letters of Boris lead: signed by what only this demo knows."""
    assert demo.data
    return f"/unsubscribe/{unsubscribe_token(Settings(sqlite_url(demo.data)), BORIS)}"


@pytest.mark.parametrize("locale", TAGS)
async def test_everybody_can_end_letters_and_let_them_come_again(
    demo: Program, open_context: OpenContext, link: str, locale: str
) -> None:
    visitor = Window(await (await open_context(reduced_motion="reduce")).new_page(), demo.url)
    await visitor.submit("/language", locale=locale)
    await visitor.open(link)
    tab = visitor.page
    for step in ("ended", "again", "done"):
        faults = [
            *await find_violations(tab),
            *await find_faint_in_the_dark(tab),
            *await find_wrong_language(tab, locale),
            *await find_untranslated(tab, locale),
        ]
        await tab.set_viewport_size(NARROW)
        assert faults + await find_overflow(tab) == []
        if step == "done":
            break
        async with tab.expect_navigation():
            await tab.locator("main form button").press("Enter")
        await expect(tab.locator("main [name=again]")).to_have_count(1 if step == "ended" else 0)
    await expect(tab.locator("main [href='/settings/notifications']")).to_be_visible()
