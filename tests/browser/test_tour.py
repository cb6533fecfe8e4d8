"""A newcomer's tour: five steps, by mouse, by keyboard and without scripts, and ended for good."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.accessibility_checks import find_faint_in_the_dark, find_violations
from tests.browser.conftest import SIZE
from tests.browser.windows import OpenWindow, Window
from tests.services.chromium import OpenContext
from tests.services.program import Program

NARROW = {"width": 360, "height": 740}


def panel(window: Window) -> Locator:
    return window.page.locator("[data-tour]")


def step(window: Window) -> Locator:
    return panel(window).locator("[data-tour-step]:visible h2")


@pytest.fixture
async def newcomer(window_of: OpenWindow) -> Window:
    """Boris, as one who has not seen the house yet."""
    boris = await window_of("boris", "en")
    await boris.submit("/tour/begin")
    return boris


async def press(window: Window, name: str) -> None:
    await panel(window).locator(f"[data-tour-{name}]").click()


async def ensure_uncovered(window: Window) -> None:
    """What is pointed at lies outside the panel."""
    pointed = window.page.locator("[data-toured]")
    await expect(pointed).to_have_count(1)
    here, there = await panel(window).bounding_box(), await pointed.bounding_box()
    assert here
    assert there
    apart_x = here["x"] + here["width"] <= there["x"] or there["x"] + there["width"] <= here["x"]
    apart_y = here["y"] + here["height"] <= there["y"] or there["y"] + there["height"] <= here["y"]
    assert apart_x or apart_y, (here, there)


@pytest.mark.parametrize("size", [SIZE, NARROW], ids=["desk", "phone"])
async def test_five_steps_by_mouse_each_at_the_real_thing(newcomer: Window, size: dict[str, int]) -> None:
    await newcomer.page.set_viewport_size({"width": size["width"], "height": size["height"]})
    await newcomer.open("/")
    await expect(step(newcomer)).to_contain_text("Home")
    await ensure_uncovered(newcomer)
    await press(newcomer, "next")
    await expect(step(newcomer)).to_contain_text("Rooms")
    await ensure_uncovered(newcomer)
    await press(newcomer, "next")
    await expect(step(newcomer)).to_contain_text("Topics")
    await panel(newcomer).locator("[data-tour-step]:visible a").click()
    await newcomer.page.wait_for_url(re.compile("/rooms/"))
    await expect(step(newcomer)).to_contain_text("Topics")
    await ensure_uncovered(newcomer)
    await press(newcomer, "next")
    await expect(step(newcomer)).to_contain_text("Write")
    await ensure_uncovered(newcomer)
    await press(newcomer, "back")
    await expect(step(newcomer)).to_contain_text("Topics")
    await press(newcomer, "next")
    await press(newcomer, "next")
    await expect(step(newcomer)).to_contain_text("language")
    if size is NARROW:
        # A room on a phone has no room for the languages: the step leads to where they are.
        await panel(newcomer).locator("[data-tour-step]:visible a").click()
        await newcomer.page.wait_for_url("**/settings")
    await ensure_uncovered(newcomer)
    async with newcomer.page.expect_response("**/tour/end"):
        await press(newcomer, "done")
    await expect(panel(newcomer)).to_have_count(0)
    await newcomer.page.reload()
    await expect(newcomer.page.locator("h1")).to_be_visible()
    await expect(panel(newcomer)).to_have_count(0)


async def test_the_panel_can_be_read_by_everybody(newcomer: Window) -> None:
    await newcomer.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    await newcomer.open("/")
    await expect(step(newcomer)).to_be_visible()
    assert await find_violations(newcomer.page) == []
    assert await find_faint_in_the_dark(newcomer.page) == []


async def test_it_goes_on_after_a_reload_and_speaks_the_language_that_is_chosen(newcomer: Window) -> None:
    await newcomer.open("/")
    await press(newcomer, "next")
    await newcomer.page.reload()
    await expect(step(newcomer)).to_contain_text("Rooms")
    await newcomer.switch_to("bg")
    await expect(step(newcomer)).to_have_count(1)
    await expect(panel(newcomer).locator("[data-tour-step]:visible")).to_have_attribute(
        "data-at", re.compile("rooms")
    )
    await newcomer.submit("/tour/end")


async def test_by_keyboard_without_a_trap_and_ended_by_escape_for_good_on_every_device(
    newcomer: Window, window_of: OpenWindow
) -> None:
    await newcomer.open("/")
    page = newcomer.page
    await expect(step(newcomer)).to_be_visible()
    await panel(newcomer).locator("[data-tour-next]").focus()
    await page.keyboard.press("Enter")
    await expect(step(newcomer)).to_contain_text("Rooms")
    await page.keyboard.press("Tab")
    assert await page.evaluate("!document.activeElement.closest('[data-tour]')")
    await page.keyboard.press("Escape")
    await expect(panel(newcomer)).to_have_count(1)
    await page.keyboard.press("Shift+Tab")
    async with page.expect_response("**/tour/end"):
        await page.keyboard.press("Escape")
    await expect(panel(newcomer)).to_have_count(0)
    assert await page.evaluate("document.activeElement.getAttribute('popovertarget')") == "account"
    phone = await window_of("boris", "en", viewport=NARROW)
    await phone.open("/")
    await expect(phone.page.locator("h1")).to_be_visible()
    await expect(panel(phone)).to_have_count(0)


async def test_without_scripts_it_is_a_page(demo: Program, open_context: OpenContext) -> None:
    context = await open_context(viewport=NARROW, java_script_enabled=False, base_url=demo.url)
    vesna = Window(await context.new_page(), demo.url)
    await vesna.submit("/demo/sign-in", person="vesna@demo.example")
    await vesna.submit("/language", locale="en")
    await vesna.submit("/tour/begin")
    await vesna.open("/")
    await panel(vesna).locator("a[href='/tour']").click()
    await expect(vesna.page.locator(".steps > li")).to_have_count(5)
    await vesna.page.locator("#step-topics a").click()
    await expect(vesna.composer).to_be_visible()
    await vesna.page.go_back()
    await vesna.page.locator("main form button").click()
    await expect(vesna.page.locator("h1")).to_contain_text("Good")
    await expect(panel(vesna)).to_have_count(0)
