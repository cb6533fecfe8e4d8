"""Elena searches by keyboard alone: what she finds leads to the message, and suggestions to people."""

import re

from playwright.async_api import expect

from tests.browser.windows import OpenWindow, Window

SERBIAN = "Nudimo nameštaj od oraha iz Vlasotinca"
BULGARIAN = "Търсим мебели за хотел в Банско"


async def test_furniture_is_found_however_it_is_typed_and_a_hit_leads_to_the_message(
    talk: tuple[Window, Window],
) -> None:
    ana, elena = talk
    await ana.post(SERBIAN)
    await elena.post(BULGARIAN)
    keyboard, field = elena.page.keyboard, elena.page.locator("#search-on-page")
    await elena.page.locator("[data-log]").focus()
    await keyboard.press("/")
    await expect(elena.page.locator("#search-everywhere")).to_be_focused()
    await keyboard.type("мебели")
    async with elena.going_live():
        await keyboard.press("Enter")
    await expect(elena.page).to_have_url(re.compile(r"/search\?q="))
    for typed in ("namestaj", "НАМЕШТАЈА", "nameštaj", "мебели"):
        await keyboard.press("/")
        await expect(field).to_be_focused()
        await field.fill(typed)
        async with elena.going_live():
            await keyboard.press("Enter")
        await expect(elena.page).to_have_title(re.compile(typed))
        for words in (SERBIAN, BULGARIAN):
            await expect(elena.page.locator(".words", has_text=words)).to_have_count(1)
        await expect(elena.page.locator(".words", has_text=SERBIAN).locator("mark")).to_have_text("nameštaj")
    await elena.page.locator(".words a", has_text=SERBIAN).focus()
    await keyboard.press("Enter")
    await expect(elena.page).to_have_url(re.compile(r"/rooms/\d+/topics/\d+\?at="))
    await expect(elena.message(SERBIAN)).to_be_in_viewport()


async def test_a_person_is_chosen_from_the_suggestions_by_arrow_keys(window_of: OpenWindow) -> None:
    ana = await window_of("ana", "sr-Latn")
    await ana.open("/rooms")
    field = ana.page.locator("#search-everywhere")
    await field.press_sequentially("donce")
    option = ana.page.locator("#search-everywhere-list [role=option]", has_text="Елена Дончева").first
    await expect(option).to_be_visible()
    await expect(field).to_have_attribute("aria-expanded", "true")
    await field.press("ArrowDown")
    await expect(option).to_have_attribute("aria-selected", "true")
    await expect(field).to_have_attribute("aria-activedescendant", str(await option.get_attribute("id")))
    await field.press("Escape")
    await expect(option).to_be_hidden()
    await expect(field).to_have_value("donce")
    await field.press_sequentially("v")
    await expect(option).to_be_visible()
    await field.press("ArrowDown")
    await field.press("Enter")
    await expect(ana.page).to_have_url(re.compile(r"/people/\d+$"))


async def test_on_a_phone_the_magnifying_glass_leads_to_the_page(window_of: OpenWindow) -> None:
    ana = await window_of("ana", "sr-Latn", viewport={"width": 360, "height": 740})
    await ana.open("/rooms")
    await ana.page.locator(".masthead a[href='/search']").click()
    await expect(ana.page.locator("#search-on-page")).to_be_visible()
    await expect(ana.page.locator("#search-everywhere")).to_have_count(0)
    assert await ana.page.evaluate("document.documentElement.scrollWidth") <= 360
