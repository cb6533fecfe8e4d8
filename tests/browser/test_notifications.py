"""Being told, on several devices at once: the bell, the page of notifications, and marking them as read."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.test_keyboard import tab_to
from tests.browser.windows import OpenWindow, Window, make_room

CALL = "@Ana Đorđević, stižu li uzorci?"
EVERYTHING = str(2**53 - 1)


def bell(window: Window) -> Locator:
    """What stands on the bell of the masthead; nothing while nothing waits."""
    return window.page.locator(".masthead [data-bell] [aria-hidden]")


def lines(window: Window, state: str = "") -> Locator:
    """The notifications that a page lists; with ".unread" those that are unread."""
    return window.page.locator(f"[data-told]{state}")


@pytest.fixture
async def ana(ana: Window) -> Window:
    """Ana, for whom nothing waits."""
    await ana.submit("/notifications/read", seq=EVERYTHING)
    return ana


@pytest.fixture
async def phone(window_of: OpenWindow, ana: Window) -> Window:
    """Ana's other device."""
    return await window_of("ana", "sr-Latn")


@pytest.fixture
async def room(ana: Window) -> str:
    """A room of Ana's with Boris in it."""
    return await make_room(ana, "boris")


@pytest.fixture
async def boris(window_of: OpenWindow, room: str) -> Window:
    """Boris, in front of that room."""
    window = await window_of("boris", "bg")
    await window.open_live(room)
    return window


async def test_the_bell_rings_on_both_devices_and_is_read_on_both(
    ana: Window, phone: Window, boris: Window
) -> None:
    await ana.open_live("/members")
    await phone.open_live("/notifications")
    await expect(bell(phone)).to_have_count(0)
    await boris.post(CALL)
    for window in (ana, phone):
        await expect(bell(window)).to_have_text("1")
    await expect(ana.page.locator("#told")).to_contain_text("Борис Ставрев")
    await expect(lines(phone, ".unread").locator(".excerpt")).to_have_text(CALL)
    await ana.open_live("/notifications")
    await lines(ana, ".unread").locator("[data-mark-told] button").click()
    await ana.open_live("/members")
    for window in (ana, phone):
        await expect(bell(window)).to_have_count(0)
    await expect(lines(phone, ".unread")).to_have_count(0)


async def test_what_it_is_about_is_read_with_it(ana: Window, phone: Window, boris: Window) -> None:
    await boris.post(CALL)
    await phone.open_live("/members")
    await expect(bell(phone)).to_have_text("1")
    await ana.open_live("/notifications")
    await lines(ana, ".unread").locator("a").click()
    await ana.sees(CALL)
    for window in (ana, phone):
        await expect(bell(window)).to_have_count(0)


async def test_marking_all_as_read_can_be_undone_for_a_while(
    ana: Window, phone: Window, boris: Window
) -> None:
    await boris.post(CALL)
    await boris.post("@Ana Đorđević, i boje?")
    await ana.open_live("/notifications")
    await phone.open_live("/members")
    await ana.page.locator("#read-told button").click()
    await expect(lines(ana, ".unread")).to_have_count(0)
    await expect(bell(ana)).to_have_count(0)
    await expect(ana.page.locator("#notice button")).to_be_focused()
    await ana.page.keyboard.press("u")
    await expect(lines(ana, ".unread")).to_have_count(2)
    await expect(bell(ana)).to_have_text("2")
    await expect(bell(phone)).to_have_text("2")
    await ana.page.locator("#read-told button").click()
    await ana.open_live("/")
    for window in (ana, phone):
        await expect(bell(window)).to_have_count(0)


async def test_what_comes_after_marking_stays_unread(ana: Window, boris: Window) -> None:
    await boris.post(CALL)
    await ana.open_live("/notifications")
    await ana.page.locator("#read-told button").click()
    await boris.post("@Ana Đorđević, još nešto")
    await expect(lines(ana, ".unread")).to_have_text(re.compile("još nešto"))
    await expect(bell(ana)).to_have_text("1")
    await ana.open_live("/notifications?show=unread")
    await expect(lines(ana)).to_have_count(1)
    await expect(bell(ana)).to_have_text("1")


async def test_what_another_device_reads_meanwhile_counts_once(
    ana: Window, phone: Window, boris: Window
) -> None:
    await boris.post(CALL)
    await boris.post("@Ana Đorđević, i boje?")
    for window in (ana, phone):
        await window.open_live("/notifications")
    await lines(ana, ".unread").nth(0).locator("[data-mark-told] button").click()
    await expect(bell(ana)).to_have_text("1")
    first = await lines(ana).nth(0).get_attribute("id")
    await phone.page.locator(f"#{first} [data-mark-told] button").click()
    await phone.open_live("/members")
    for window in (ana, phone):
        await expect(bell(window)).to_have_text("1")
    await expect(ana.page.locator("#notice button")).to_have_count(0)
    await expect(lines(ana, ".unread")).to_have_count(1)


async def test_another_language_words_everything_anew_in_its_place(ana: Window, boris: Window) -> None:
    for number in range(12):
        await boris.post(f"@Ana Đorđević, poruka broj {number}")
    await ana.open_live("/notifications")
    await lines(ana).nth(9).scroll_into_view_if_needed()
    before = await ana.page.evaluate("scrollY")
    assert before > 0
    # Not by the mouse of the test, which scrolls to find the button of a masthead that never leaves.
    await ana.page.locator("#langs [value=en]").evaluate("button => button.click()")
    await expect(lines(ana).first.locator("h3 a")).to_contain_text("mentions you in")
    assert await ana.page.evaluate("scrollY") == before
    await expect(bell(ana)).to_have_text("12")
    # What is told from now on comes in the new language, too.
    await boris.post("@Ana Đorđević, i poslednja")
    await expect(ana.page.locator("#told")).to_contain_text("mentions you in")
    await expect(bell(ana)).to_have_text("13")
    assert [socket.is_closed() for socket in ana.sockets] == [False]


async def test_all_of_it_by_keyboard(ana: Window, boris: Window) -> None:
    await boris.post("@Ana Đorđević, prvo")
    await boris.post("@Ana Đorđević, drugo")
    await ana.open_live("/")
    keyboard = ana.page.keyboard
    await keyboard.press("g")
    async with ana.going_live():
        await keyboard.press("n")
    await expect(ana.page).to_have_url(re.compile(r"/notifications$"))
    await keyboard.press("j")
    await expect(lines(ana).nth(0).locator("h3 a")).to_be_focused()
    await keyboard.press("j")
    await keyboard.press("m")
    await expect(lines(ana, ".unread")).to_have_count(1)
    await expect(lines(ana).nth(1)).not_to_have_class(re.compile("unread"))
    await expect(lines(ana).nth(1).locator("h3 a")).to_be_focused()
    await keyboard.press("u")
    await expect(lines(ana, ".unread")).to_have_count(2)
    await tab_to(ana, lines(ana).nth(0).locator("h3 a"), "Shift+Tab")
    await keyboard.press("Enter")
    await ana.sees("@Ana Đorđević, drugo")


async def test_a_message_in_sight_is_not_read_out_twice(ana: Window, boris: Window, room: str) -> None:
    await ana.open_live(room)
    await boris.post(CALL)
    await ana.sees(CALL)
    await expect(bell(ana)).to_have_count(0)
    assert await ana.page.locator("#told").text_content() == ""


async def test_what_of_a_room_one_is_told_is_chosen_without_leaving_the_page(
    ana: Window, boris: Window, room: str
) -> None:
    await ana.open_live(f"{room}/about")
    await ana.page.locator("#told-of [value=all]").click()
    await expect(ana.page.locator("#told-of [value=all]")).to_have_attribute("aria-pressed", "true")
    await expect(ana.page.locator("#told-of [value=all]")).to_be_focused()
    assert ana.page.url.endswith("/about")
    await boris.post("Nešto za sve")
    await boris.post("i još nešto")
    await expect(bell(ana)).to_have_text("1")
    await ana.page.locator("#told-of [value=nothing]").click()
    await expect(ana.page.locator("#told-of [value=nothing]")).to_have_attribute("aria-pressed", "true")
    await ana.submit("/notifications/read", seq=EVERYTHING)
    await boris.post(CALL)
    await expect(
        ana.page.locator(f"#rooms [data-room='{room.rpartition('/')[2]}'] [data-badge]")
    ).to_contain_text("3")
    await expect(bell(ana)).to_have_count(0)
