"""Who is here and who writes, as the others see it."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.test_live_accessibility import ensure_usable
from tests.browser.windows import OpenWindow, Window, make_room
from tests.services.program import Program

Talk = tuple[Window, Window]
SETTINGS = {"locale": "sr-Latn", "time_zone": "Europe/Belgrade"}


def here_line(window: Window) -> Locator:
    return window.page.locator("#here")


async def test_ana_and_elena_see_each_other_here_until_one_goes(talk: Talk) -> None:
    ana, elena = talk
    await expect(here_line(ana)).to_be_visible()
    await here_line(elena).locator("button").click()
    await expect(elena.page.locator("#who-is-here [role=listitem]")).to_have_text(["Ana Đorđević"])
    await elena.page.close()
    await expect(here_line(ana)).to_be_hidden()


async def test_who_looks_at_another_window_is_gone_and_comes_back_with_it(talk: Talk) -> None:
    ana, elena = talk
    await expect(here_line(ana)).to_be_visible()
    hide = "state => Object.defineProperty(document, 'hidden', { value: state, configurable: true })"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    await elena.page.evaluate(hide, True)
    await elena.page.evaluate(tell)
    await expect(here_line(ana)).to_be_hidden()
    await elena.page.evaluate(hide, False)
    await elena.page.evaluate(tell)
    await expect(here_line(ana)).to_be_visible()


async def test_who_switched_it_off_is_seen_nowhere_from_that_moment(talk: Talk) -> None:
    ana, elena = talk
    await expect(here_line(elena)).to_be_visible()
    await ana.submit("/settings", name="Ana Đorđević", **SETTINGS)
    await expect(here_line(elena)).to_be_hidden()
    await ana.composer.press_sequentially("Tajno pišem")
    await expect(here_line(ana)).to_be_visible()
    await elena.post("Тук ли е някой?")
    await ana.sees("Тук ли е някой?")
    await expect(elena.page.locator("[data-typing] span")).to_have_text("")
    await expect(here_line(elena)).to_be_hidden()
    await ana.submit("/settings", name="Ana Đorđević", shows_presence="1", **SETTINGS)


async def test_the_choice_is_made_in_the_settings(ana: Window) -> None:
    await ana.open("/settings")
    box = ana.page.locator("[name=shows_presence]")
    for state in (False, True):
        await box.set_checked(state)
        await box.press("Enter")
        await expect(ana.page.locator(".notice.good")).to_be_visible()
        await expect(box).to_be_checked(checked=state)


async def test_the_members_of_a_room_show_who_is_here(talk: Talk, room: str) -> None:
    ana, elena = talk
    await ana.open(f"{room}/about")
    marks = ana.page.locator("#people [data-here-person]")
    await expect(marks.locator("visible=true")).to_have_count(1)
    await elena.page.close()
    await expect(marks.locator("visible=true")).to_have_count(0)


async def test_the_other_one_of_a_direct_conversation_is_marked_beside_the_name(talk: Talk) -> None:
    ana, elena = talk
    direct = await ana.submit("/rooms/direct", person="2")
    await ana.open(direct)
    marks = ana.page.locator(f"[data-here-in='{direct.split('/')[2]}']")
    assert await marks.count() == 3
    for number in range(3):
        await expect(marks.nth(number)).to_have_attribute("class", "here")
        await expect(marks.nth(number)).not_to_have_attribute("hidden", "")
    await elena.page.close()
    await expect(marks.locator("visible=true")).to_have_count(0)


async def test_a_page_without_scripts_shows_who_is_here_at_that_moment(
    talk: Talk, window_of: OpenWindow, room: str
) -> None:
    ana, _elena = talk
    await expect(here_line(ana)).to_be_visible()
    plain = await window_of("elena", "bg", java_script_enabled=False)
    await plain.open(room)
    await here_line(plain).locator("button").click()
    await expect(plain.page.locator("#who-is-here [role=listitem]")).to_have_text(["Ana Đorđević"])


async def test_several_people_write_at_once_and_each_is_forgotten_with_their_message(
    window_of: OpenWindow,
) -> None:
    vesna = await window_of("vesna", "en")
    room = await make_room(vesna, "ana", "boris", "elena")
    writers = [await window_of(name, "en") for name in ("ana", "boris", "elena")]
    for window in (vesna, *writers):
        await window.open_live(room)
    await expect(vesna.page.locator("#here button")).to_have_text("3 others here now")
    ana, boris, elena = writers
    line = vesna.page.locator("[data-typing] span")
    await ana.composer.press_sequentially("Pišem")
    await expect(line).to_have_text("Ana Đorđević is writing…")
    await boris.composer.press_sequentially("Пиша")
    await expect(line).to_have_text("Ana Đorđević and Борис Ставрев are writing…")
    await elena.composer.press_sequentially("Пиша")
    await expect(line).to_have_text("Ana Đorđević, Борис Ставрев and 1 other are writing…")
    await ana.composer.press("Enter")
    await vesna.sees("Pišem")
    await expect(line).not_to_contain_text("Ana")
    await expect(ana.page.locator("[data-typing] span")).not_to_contain_text("Ana")
    await expect(line).to_have_text("")


async def test_nobody_sees_on_one_device_that_they_write_on_another(
    talk: Talk, window_of: OpenWindow, room: str
) -> None:
    ana, elena = talk
    phone = await window_of("ana", "sr-Latn")
    await phone.open_live(room)
    await expect(here_line(phone).locator("[role=listitem]")).to_have_count(1)
    await phone.composer.press_sequentially("Sa telefona")
    await expect(elena.page.locator("[data-typing] span")).to_contain_text("Ana")
    await elena.composer.press_sequentially("Отговарям")
    await expect(ana.page.locator("[data-typing] span")).to_contain_text("Елена")
    await expect(ana.page.locator("[data-typing] span")).not_to_contain_text("Ana")


@pytest.mark.parametrize("width", [360, 1280])
async def test_the_list_of_who_is_here_can_be_used_by_everybody(
    window_of: OpenWindow, elena: Window, demo: Program, width: int
) -> None:
    ana = await window_of("ana", "sr-Latn", viewport={"width": width, "height": 800})
    room = await make_room(ana, "elena")
    for window in (ana, elena):
        await window.open_live(room)
    if width < 700:
        await ana.page.locator("[popovertarget=topics]").first.click()
    await here_line(ana).locator("button").click()
    await expect(ana.page.locator("#who-is-here")).to_be_visible()
    await ensure_usable(ana)
