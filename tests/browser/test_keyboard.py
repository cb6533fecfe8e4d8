"""The whole of a talk by keyboard alone."""

from playwright.async_api import Locator, expect

from tests.browser.windows import Window

Talk = tuple[Window, Window]
TABS = 200


async def tab_to(window: Window, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _press in range(TABS):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await window.page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached within {TABS} presses of {key}")


async def test_ana_writes_edits_and_takes_back_without_a_mouse(talk: Talk) -> None:
    ana, elena = talk
    keyboard = ana.page.keyboard
    await tab_to(ana, ana.composer)
    await keyboard.type("Prvi red")
    await keyboard.press("Shift+Enter")
    await keyboard.type("drugi red")
    await keyboard.press("Enter")
    await elena.sees("Prvi red\ndrugi red")
    await expect(ana.composer).to_be_focused()

    await keyboard.press("ArrowUp")
    await expect(ana.message_field).to_be_focused()
    await keyboard.press("Control+A")
    await keyboard.type("Jedan red")
    await keyboard.press("Enter")
    await elena.sees("Jedan red")
    await expect(ana.composer).to_be_focused()

    await tab_to(ana, ana.message("Jedan red").locator("[data-more]"), "Shift+Tab")
    await keyboard.press("Enter")
    await keyboard.press("End")
    await expect(ana.page.locator("[data-remove]")).to_be_focused()
    await keyboard.press("Enter")
    await expect(ana.page.locator("dialog")).to_be_visible()
    await tab_to(ana, ana.page.locator("dialog .grave"))
    await keyboard.press("Enter")
    await expect(elena.page.locator("article.gone")).to_have_count(1)
    await expect(ana.composer).to_be_focused()


async def test_escape_leaves_an_edit_and_returns_to_the_composer(talk: Talk) -> None:
    ana, _elena = talk
    await ana.post("Ostaje kako jeste")
    await ana.composer.press("ArrowUp")
    await expect(ana.message_field).to_be_focused()
    await ana.page.keyboard.press("Escape")
    await expect(ana.composer).to_be_focused()
    await ana.sees("Ostaje kako jeste")


async def test_the_log_can_be_reached_and_scrolled(talk: Talk) -> None:
    ana, _elena = talk
    log = ana.page.get_by_role("log")
    await tab_to(ana, log)
    await expect(log).to_be_focused()
    await expect(log).to_have_attribute("aria-label", "Poruke")
