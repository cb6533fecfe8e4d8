"""The menu of a message: by mouse, by finger, by keyboard."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import CDPSession, Locator, expect

from tests.browser.windows import OpenWindow, Window

Talk = tuple[Window, Window]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LONG_ENOUGH = 600


def menu(window: Window) -> Locator:
    return window.page.locator("#message-menu")


def focused(window: Window) -> Locator:
    return window.page.locator("#message-menu :focus")


async def test_the_menu_opens_beside_its_button_and_a_press_elsewhere_closes_it(talk: Talk) -> None:
    ana, _elena = talk
    await ana.post("Šta sa ovim?")
    await ana.use("Šta sa ovim?", "more")
    await expect(menu(ana)).to_be_in_viewport(ratio=1)
    await expect(ana.message("Šta sa ovim?").locator("[data-more]")).to_have_attribute(
        "aria-expanded", "true"
    )
    await ana.page.mouse.click(700, 300)
    await expect(menu(ana)).to_be_hidden()
    await expect(ana.message("Šta sa ovim?").locator("[aria-expanded]")).to_have_count(0)


async def test_only_one_s_own_words_can_be_edited_and_taken_back(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Moje reči")
    await elena.sees("Moje reči")
    await elena.use("Moje reči", "more")
    for act, is_there in (("reply", True), ("copy-link", True), ("edit", False), ("remove", False)):
        await expect(menu(elena).locator(f"[data-act={act}]")).to_be_visible(visible=is_there)


async def test_the_keyboard_opens_it_on_a_message_moves_in_it_and_gets_the_focus_back(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Bez miša")
    await elena.sees("Bez miša")
    message, keyboard = ana.message("Bez miša"), ana.page.keyboard
    for key in ("ContextMenu", "Shift+F10"):
        await message.focus()
        await keyboard.press(key)
        await expect(menu(ana)).to_be_visible()
        await expect(focused(ana)).to_have_attribute("value", "👍")
        await keyboard.press("Escape")
        await expect(menu(ana)).to_be_hidden()
        await expect(message).to_be_focused()
    await message.locator("[data-more]").focus()
    await keyboard.press("Enter")
    await keyboard.press("ArrowRight")
    await expect(focused(ana)).to_have_attribute("value", "👏")
    await keyboard.press("ArrowDown")
    await expect(focused(ana)).to_have_attribute("data-act", "reply")
    await keyboard.press("ArrowUp")
    await keyboard.press("ArrowUp")
    await expect(focused(ana)).to_have_attribute("data-act", "remove")
    await keyboard.press("Home")
    await keyboard.press("Enter")
    await expect(elena.message("Bez miša").locator(".reactions [value='👍']")).to_have_count(1)
    await expect(message.locator("[data-more]")).to_be_focused()


async def test_tab_leaves_the_menu_for_what_comes_after_its_button(talk: Talk) -> None:
    ana, _elena = talk
    await ana.post("Dalje")
    more = ana.message("Dalje").locator("[data-more]")
    await more.focus()
    await ana.page.keyboard.press("Enter")
    await expect(menu(ana)).to_be_visible()
    await ana.page.keyboard.press("Tab")
    await expect(menu(ana)).to_be_hidden()
    await expect(ana.page.locator(".talk-foot :focus")).to_have_count(1)


async def test_the_menu_stays_open_while_others_react_and_closes_when_the_message_goes(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Ostaje otvoreno")
    await elena.sees("Ostaje otvoreno")
    await elena.use("Ostaje otvoreno", "more")
    await elena.page.keyboard.press("End")
    held = await focused(elena).get_attribute("data-act")
    await ana.use("Ostaje otvoreno", "react")
    await ana.page.locator("#palette [value='👀']").first.click()
    await expect(elena.page.locator(".reactions [value='👀']")).to_have_count(1)
    await expect(focused(elena)).to_have_attribute("data-act", held or "")
    await ana.take_back("Ostaje otvoreno")
    await expect(menu(elena)).to_be_hidden()


async def test_link_and_text_are_copied(talk: Talk, room: str) -> None:
    ana, _elena = talk
    await ana.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ana.say("Rok je **petak**")
    await ana.sees("Rok je petak")
    await ana.use("Rok je petak", "more")
    await menu(ana).locator("[data-act=copy-link]").click()
    await expect(ana.notice).not_to_be_empty()
    identifier = await ana.message("Rok je petak").get_attribute("data-id")
    assert (
        await ana.page.evaluate("navigator.clipboard.readText()") == f"{ana.url}{room}/messages/{identifier}"
    )
    await ana.use("Rok je petak", "more")
    await menu(ana).locator("[data-act=copy-text]").click()
    await ana.page.wait_for_function("navigator.clipboard.readText().then(text => text === 'Rok je petak')")


async def test_where_the_browser_copies_nothing_the_text_stands_chosen_in_a_field(talk: Talk) -> None:
    ana, _elena = talk
    await ana.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    await ana.post("Ručno")
    await ana.use("Ručno", "more")
    await menu(ana).locator("[data-act=copy-text]").click()
    field = ana.page.locator("#to-copy")
    await expect(field).to_have_value("Ručno")
    assert await field.evaluate("field => field.selectionEnd - field.selectionStart") == len("Ručno")
    await ana.page.keyboard.press("Escape")
    await expect(ana.page.locator("dialog")).to_have_count(0)


@pytest.fixture
async def phone(window_of: OpenWindow, ana: Window, room: str) -> Window:
    """Ana with a phone in front of what she has said, whose clock the test moves."""
    await ana.open_live(room)
    await ana.post("Drži prst ovde")
    window = await window_of("ana", "sr-Latn", **PHONE)
    await window.page.clock.install()
    await window.open_live(room)
    await window.sees("Drži prst ovde")
    return window


@asynccontextmanager
async def finger_on(window: Window, words: str) -> AsyncIterator[tuple[CDPSession, float, float]]:
    """Put a finger on the words of a message, and lift it at the end."""
    box = await window.message(words).locator(".body").bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + box["height"] / 2
    session = await window.page.context.new_cdp_session(window.page)
    await touch(session, "touchStart", (x, y))
    yield session, x, y
    await touch(session, "touchEnd")


async def touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    """Tell the browser where the fingers are now."""
    touched = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})


async def test_a_held_finger_opens_the_menu_and_it_stays_when_the_finger_is_lifted(phone: Window) -> None:
    async with finger_on(phone, "Drži prst ovde"):
        await phone.page.clock.run_for(LONG_ENOUGH)
        await expect(menu(phone)).to_be_visible()
    await expect(menu(phone)).to_be_visible()
    await expect(menu(phone)).to_be_in_viewport(ratio=1)
    await menu(phone).locator("[value='🎉']").tap()
    await expect(phone.message("Drži prst ovde").locator(".reactions [value='🎉']")).to_have_count(1)


async def test_a_tap_opens_nothing(phone: Window) -> None:
    async with finger_on(phone, "Drži prst ovde"):
        pass
    await phone.page.clock.run_for(LONG_ENOUGH)
    await expect(menu(phone)).to_be_hidden()


async def test_a_finger_that_moves_is_scrolling(phone: Window) -> None:
    async with finger_on(phone, "Drži prst ovde") as (session, x, y):
        await touch(session, "touchMove", (x, y - 40))
        await phone.page.clock.run_for(LONG_ENOUGH)
    await expect(menu(phone)).to_be_hidden()


async def test_two_fingers_zoom(phone: Window) -> None:
    async with finger_on(phone, "Drži prst ovde") as (session, x, y):
        await touch(session, "touchStart", (x, y), (x + 60, y))
        await phone.page.clock.run_for(LONG_ENOUGH)
    await expect(menu(phone)).to_be_hidden()


async def test_what_is_selected_stays_selected(phone: Window) -> None:
    body = phone.message("Drži prst ovde").locator(".body")
    await body.evaluate("body => getSelection().selectAllChildren(body)")
    async with finger_on(phone, "Drži prst ovde"):
        await phone.page.clock.run_for(LONG_ENOUGH)
        await expect(menu(phone)).to_be_hidden()


async def test_by_finger_there_is_one_button_and_all_is_behind_it(phone: Window) -> None:
    message = phone.message("Drži prst ovde")
    await expect(message.locator("[data-react]")).to_be_hidden()
    await message.locator("[data-more]").tap()
    await menu(phone).locator("[data-act=react]").tap()
    await phone.page.locator("#palette [value='☕']").tap()
    await expect(message.locator(".reactions [value='☕']")).to_have_class(re.compile("^$"))
