"""The page for people who write programs, with every example open."""

import pytest
from playwright.async_api import expect

from tests.browser.accessibility_checks import TALL
from tests.browser.test_live_accessibility import ensure_usable
from tests.browser.windows import OpenWindow


@pytest.mark.parametrize("width", [360, 1440])
async def test_every_example_can_be_opened_and_read_by_everybody(window_of: OpenWindow, width: int) -> None:
    ana = await window_of("ana", "sr-Latn", viewport={"width": width, "height": 900})
    await ana.open("/settings")
    await ana.page.locator("a[href='/api']").click()
    samples = ana.page.locator(".sample")
    await ana.page.locator(".sample > summary").first.press("Enter")
    await expect(samples.first.get_by_text("time.sleep(2)")).to_be_visible()
    await ana.page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert await ana.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await ana.page.set_viewport_size({"width": width, "height": TALL["height"]})
    await ensure_usable(ana)
