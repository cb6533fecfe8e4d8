"""Single keys: they move, answer and lead about, rest while somebody types, and can be switched off."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.accessibility_checks import find_violations
from tests.browser.conftest import SIZE
from tests.browser.test_away import say_to, section
from tests.browser.test_unread import count_in_masthead
from tests.browser.windows import OpenWindow, Window, make_room
from tests.services.chromium import OpenContext
from tests.services.program import Program


async def press_key(window: Window, key: str, code: str) -> None:
    """Press a key on which something else than Latin may be written, as the system reports it."""
    session = await window.page.context.new_cdp_session(window.page)
    event = {"key": key, "code": code, "text": key}
    await session.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
    await session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "code": code})
    await session.detach()


async def go_by_keys(window: Window, keys: str) -> None:
    """Press keys that lead elsewhere, and return when the scripts there are at work."""
    async with window.going_live():
        await window.page.keyboard.type(keys)


def sheet(window: Window) -> Locator:
    return window.page.get_by_role("dialog")


@pytest.fixture
async def reading(ana: Window, elena: Window, room: str) -> Window:
    """Elena in front of three messages of Ana's, with the focus on the log."""
    await say_to(ana, room, "Prva", "Druga", "Treća")
    await elena.open_live(room)
    await elena.page.get_by_role("log").focus()
    return elena


async def test_messages_are_walked_through_and_answered(reading: Window) -> None:
    keyboard = reading.page.keyboard
    await keyboard.press("j")
    await expect(reading.message("Prva")).to_be_focused()
    await keyboard.press("j")
    await expect(reading.message("Druga")).to_be_focused()
    await keyboard.press("k")
    await expect(reading.message("Prva")).to_be_focused()
    await keyboard.press("r")
    await expect(reading.composer).to_be_focused()
    await keyboard.type("Отговарям")
    await keyboard.press("Enter")
    await expect(reading.message("Отговарям").locator(".quote")).to_contain_text("Prva")


async def test_one_s_last_message_is_edited_and_escape_goes_back_and_forth(reading: Window) -> None:
    keyboard = reading.page.keyboard
    await keyboard.press("c")
    await expect(reading.composer).to_be_focused()
    await keyboard.type("Моето")
    await keyboard.press("Enter")
    await reading.sees("Моето")
    await keyboard.press("Escape")
    await expect(reading.message("Моето")).to_be_focused()
    await keyboard.press("e")
    await expect(reading.message_field).to_be_focused()
    await keyboard.press("Escape")
    await expect(reading.composer).to_be_focused()


async def test_a_reaction_is_chosen_for_the_message_in_focus(reading: Window) -> None:
    await reading.page.keyboard.press("j")
    await reading.page.keyboard.press("+")
    await expect(reading.page.locator("#palette")).to_be_visible()
    await reading.page.keyboard.press("Enter")
    await expect(reading.message("Prva").locator(".reactions button").first).to_be_visible()


@pytest.mark.parametrize(
    ("forth", "back"),
    [(("ј", "KeyJ"), ("к", "KeyK")), (("т", "KeyJ"), ("н", "KeyK")), (("й", "KeyJ"), ("к", "KeyK"))],
    ids=["Serbian Cyrillic", "BDS", "Bulgarian phonetic"],
)
async def test_on_a_cyrillic_keyboard_the_place_of_the_key_counts(
    reading: Window, forth: tuple[str, str], back: tuple[str, str]
) -> None:
    await press_key(reading, *forth)
    await press_key(reading, *forth)
    await expect(reading.message("Druga")).to_be_focused()
    await press_key(reading, *back)
    await expect(reading.message("Prva")).to_be_focused()


async def test_on_a_latin_keyboard_what_is_written_on_the_key_counts(reading: Window) -> None:
    await press_key(reading, "j", "KeyC")
    await expect(reading.message("Prva")).to_be_focused()


async def test_who_types_only_types(reading: Window) -> None:
    await reading.composer.focus()
    await reading.page.keyboard.type("jkrngh?")
    await expect(reading.composer).to_have_value("jkrngh?")
    await expect(sheet(reading)).to_have_count(0)


async def test_the_sheet_opens_can_be_used_by_everybody_and_switches_the_keys_off(reading: Window) -> None:
    keyboard = reading.page.keyboard
    await keyboard.press("j")
    await keyboard.press("?")
    await expect(sheet(reading)).to_be_visible()
    await expect(sheet(reading).locator("[data-action=next-message] kbd")).to_have_text(["j", "т", "й"])
    assert await find_violations(reading.page) == []
    await sheet(reading).get_by_role("checkbox").uncheck()
    await keyboard.press("Escape")
    await expect(sheet(reading)).to_have_count(0)
    await expect(reading.message("Prva")).to_be_focused()
    await keyboard.press("j")
    await keyboard.press("?")
    await expect(reading.message("Prva")).to_be_focused()
    await reading.page.locator("[popovertarget=account]").first.click()
    await reading.page.locator("[data-shortcuts]").click()
    await expect(sheet(reading).get_by_role("checkbox")).not_to_be_checked()
    await sheet(reading).get_by_role("checkbox").check()
    await keyboard.press("Escape")
    await reading.page.get_by_role("log").focus()
    await keyboard.press("j")
    await expect(reading.message("Prva")).to_be_focused()


async def test_two_keys_lead_to_places_and_one_to_the_next_unread_topic(
    ana: Window, elena: Window, room: str
) -> None:
    other = await make_room(ana, "elena")
    await say_to(ana, room, "Ovde, @Елена Дончева")
    await say_to(ana, other, "I ovde, @Елена Дончева")
    await elena.open_live("/rooms")
    for keys, address in (("gh", "/"), ("ga", "/away"), ("gr", "/rooms")):
        await go_by_keys(elena, keys)
        await expect(elena.page).to_have_url(elena.url + address)
    for there in (other, room):
        await go_by_keys(elena, "n")
        await expect(elena.page).to_have_url(re.compile(rf"{there}/topics/\d+#since$"))


async def test_marking_is_undone_by_a_key(ana: Window, elena: Window, room: str) -> None:
    await say_to(ana, room, "Prva")
    await elena.open_live("/away")
    before = await count_in_masthead(elena)
    await elena.page.keyboard.press("j")
    await elena.page.keyboard.press("m")
    await expect(elena.notice.get_by_role("button")).to_be_visible()
    assert await count_in_masthead(elena) < before
    await elena.page.keyboard.press("u")
    assert await count_in_masthead(elena) == before
    await expect(section(elena, room)).to_be_visible()


async def test_without_scripts_the_keys_are_a_page(demo: Program, open_context: OpenContext) -> None:
    context = await open_context(viewport=SIZE, java_script_enabled=False, base_url=demo.url)
    ana = Window(await context.new_page(), demo.url)
    await ana.submit("/demo/sign-in", person="ana@demo.example")
    await ana.open("/")
    await ana.page.locator("[popovertarget=account]").first.click()
    await ana.page.locator("#account [href='/shortcuts']").click()
    await expect(ana.page.locator("[data-action=next-message] kbd").first).to_have_text("j")
    await expect(ana.page.get_by_role("checkbox")).to_be_hidden()


async def test_the_way_back_to_the_first_new_message(window_of: OpenWindow, ana: Window, room: str) -> None:
    await say_to(ana, room, *(f"Red {number}" for number in range(30)))
    elena = await window_of("elena", "bg", viewport={"width": 1280, "height": 500})
    await elena.open_live(room)
    await expect(elena.page.locator("#since")).to_be_in_viewport()
    jump = elena.page.locator("[data-to-since]")
    await expect(jump).to_be_hidden()
    await elena.page.get_by_role("log").evaluate("log => log.scrollTo(0, log.scrollHeight / 2)")
    await expect(jump).to_contain_text("30")
    await jump.click()
    await expect(elena.message("Red 0")).to_be_focused()
    await expect(elena.page.locator("#since")).to_be_in_viewport()
    await expect(jump).to_be_hidden()
