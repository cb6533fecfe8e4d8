"""Reactions and pins, live between two people who read in different languages."""

from playwright.async_api import Locator, expect

from tests.browser.test_away import unread_in, until_read
from tests.browser.windows import Window

Talk = tuple[Window, Window]


def reaction(window: Window, words: str, emoji: str) -> Locator:
    return window.message(words).locator(f".reactions [value='{emoji}']")


async def listed_topics(window: Window, room: str) -> list[str]:
    """Return the topics of a room in their order, with what is unread in each."""
    topics = await (await window.page.request.get(f"{window.url}/api/v1{room}/topics")).json()
    return [f"{topic['id']}: {topic['unread']}" for topic in topics["items"]]


async def test_a_reaction_of_one_is_there_for_both_and_tells_by_whom(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Šaljem uzorke sutra.")
    await elena.sees("Šaljem uzorke sutra.")
    await elena.use("Šaljem uzorke sutra.", "react")
    await elena.page.locator("#palette [value='🧶']").first.click()
    for window, pressed in ((ana, "false"), (elena, "true")):
        button = reaction(window, "Šaljem uzorke sutra.", "🧶")
        await expect(button).to_have_attribute("aria-pressed", pressed)
        await expect(button.locator(".count")).to_have_text("1")
        await expect(button).to_have_accessible_name("🧶 1 Елена Дончева")


async def test_the_button_under_the_message_joins_in_and_takes_back(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Može u petak?")
    await elena.sees("Može u petak?")
    await elena.use("Može u petak?", "react")
    await elena.page.locator("#palette [value='👍']").first.click()
    mine, hers = reaction(ana, "Može u petak?", "👍"), reaction(elena, "Može u petak?", "👍")
    await mine.click()
    await expect(hers.locator(".count")).to_have_text("2")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await mine.click()
    await expect(hers.locator(".count")).to_have_text("1")
    await hers.click()
    for window in (ana, elena):
        await expect(window.message("Može u petak?").locator(".reactions")).to_have_count(0)


async def test_a_reaction_is_not_unread_and_moves_no_topic(talk: Talk, room: str) -> None:
    ana, elena = talk
    await ana.post("Staro pitanje")
    await elena.sees("Staro pitanje")
    await elena.open_live(room)
    await until_read(elena, room)
    before = await listed_topics(elena, room)
    await ana.use("Staro pitanje", "react")
    await ana.page.locator("#palette [value='🎉']").first.click()
    await expect(reaction(elena, "Staro pitanje", "🎉")).to_have_count(1)
    assert await listed_topics(elena, room) == before
    assert await unread_in(elena, room) == 0


async def test_an_open_edit_and_its_words_survive_the_reaction_of_another(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Imamo 500 komada")
    await elena.sees("Imamo 500 komada")
    await ana.use("Imamo 500 komada", "edit")
    await ana.message_field.fill("Imamo 600 kom")
    await elena.use("Imamo 500 komada", "react")
    await elena.page.locator("#palette [value='👏']").first.click()
    await expect(ana.page.locator(".reactions [value='👏']")).to_have_count(1)
    await expect(ana.message_field).to_have_value("Imamo 600 kom")
    await expect(ana.message_field).to_be_focused()


async def test_the_palette_by_keyboard(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Bez miša")
    await elena.sees("Bez miša")
    keyboard = ana.page.keyboard
    tool = ana.message("Bez miša").locator("[data-react]")
    await tool.focus()
    await keyboard.press("Enter")
    await expect(ana.page.locator("#palette button").first).to_be_focused()
    await keyboard.press("ArrowRight")
    await expect(ana.page.locator("#palette [value='👏']").first).to_be_focused()
    await keyboard.press("ArrowDown")
    await expect(ana.page.locator("#palette [value='👎']")).to_be_focused()
    await keyboard.press("ArrowUp")
    await keyboard.press("Escape")
    await expect(ana.page.locator("#palette")).to_be_hidden()
    await expect(tool).to_be_focused()
    await keyboard.press("Enter")
    await keyboard.press("End")
    await keyboard.press("Enter")
    await expect(reaction(elena, "Bez miša", "🥂")).to_have_count(1)
    await expect(tool).to_be_focused()


async def test_too_many_reactions_are_refused_in_words(talk: Talk) -> None:
    ana, _elena = talk
    await ana.post("Sve odjednom")
    palette = ana.page.locator("#palette")
    for number in range(11):
        await ana.use("Sve odjednom", "react")
        await palette.locator("fieldset").nth(3).locator("button").nth(number).click()
        if number < 10:
            await expect(ana.message("Sve odjednom").locator(".reactions button")).to_have_count(number + 1)
    await expect(ana.notice).to_contain_text("10")
    await expect(ana.message("Sve odjednom").locator(".reactions button")).to_have_count(10)


async def test_a_pin_is_there_for_all_at_once_and_leads_to_its_message(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Adresa magacina: Kej 7")
    for number in range(15):
        await ana.post(f"Red {number}")
    await elena.sees("Red 14")
    await elena.use("Red 14", "more")
    await expect(elena.page.locator("[data-act=pin]")).to_have_count(0)
    await elena.page.keyboard.press("Escape")
    await ana.choose("Adresa magacina: Kej 7", "pin")
    for window in (ana, elena):
        await expect(window.message("Adresa magacina: Kej 7").locator(".pinned")).to_be_attached()
        await window.page.locator("[popovertarget=pins]").click()
        await window.page.locator("#pins a").click()
        await expect(window.message("Adresa magacina: Kej 7")).to_be_in_viewport()
        await expect(window.page.locator("#pins")).to_be_hidden()
    await ana.choose("Adresa magacina: Kej 7", "unpin")
    for window in (ana, elena):
        await expect(window.page.locator("[popovertarget=pins]")).to_have_count(0)
        await expect(window.page.locator("article .pinned")).to_have_count(0)


async def test_what_is_taken_back_keeps_neither_reaction_nor_pin(talk: Talk) -> None:
    ana, elena = talk
    await ana.post("Povlačim")
    await elena.sees("Povlačim")
    await elena.use("Povlačim", "react")
    await elena.page.locator("#palette [value='👀']").first.click()
    await expect(reaction(ana, "Povlačim", "👀")).to_have_count(1)
    await ana.choose("Povlačim", "pin")
    await expect(elena.page.locator("[popovertarget=pins]")).to_have_count(1)
    await ana.take_back("Povlačim")
    for window in (ana, elena):
        await expect(window.page.locator("article.gone")).to_have_count(1)
        await expect(window.page.locator("[popovertarget=pins], .reactions")).to_have_count(0)
