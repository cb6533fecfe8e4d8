"""One Serbian sentence, seen by four readers in four ways at once, live."""

from playwright.async_api import Locator, expect

from tests.browser.windows import OpenWindow, Window, make_room

SENTENCE = "Pletemo džempere za Niš"
IN_CYRILLIC = "Плетемо џемпере за Ниш"


def shown(window: Window) -> Locator:
    return window.page.locator("[data-log] article:not([data-pending])").last.locator(".content > .body")


def original(window: Window) -> Locator:
    return window.page.locator("[data-log] article").last.locator("[data-original]")


async def open_four(window_of: OpenWindow) -> list[Window]:
    """Ana reads and writes Latin, Vesna and Boris read Cyrillic, Elena as it was written."""
    people = {"ana": "sr-Latn", "vesna": "sr-Cyrl", "boris": "sr-Cyrl", "elena": "bg"}
    windows = [await window_of(person, locale) for person, locale in people.items()]
    room = await make_room(windows[0], "vesna", "boris", "elena")
    for window in windows:
        await window.open_live(room)
    return windows


async def test_each_of_four_readers_sees_the_sentence_in_their_own_way(window_of: OpenWindow) -> None:
    ana, vesna, boris, elena = await open_four(window_of)
    await ana.say(SENTENCE)
    for window, words, lang in (
        (ana, SENTENCE, "sr-Latn"),
        (vesna, IN_CYRILLIC, "sr-Cyrl"),
        (boris, IN_CYRILLIC, "sr-Cyrl"),
        (elena, SENTENCE, "sr-Latn"),
    ):
        await expect(shown(window)).to_have_text(words)
        await expect(shown(window)).to_have_attribute("lang", lang)
    await boris.page.locator("[data-log] article").last.focus()
    await boris.page.keyboard.press("o")
    await expect(shown(boris)).to_be_hidden()
    await expect(original(boris).locator(".body")).to_have_text(SENTENCE)
    await expect(original(boris).locator(".body")).to_be_visible()
    await expect(shown(vesna)).to_be_visible()
    for window in (ana, elena):
        await expect(original(window)).to_have_count(0)
    # What somebody does to the message leaves the original open.
    await elena.use(SENTENCE, "react")
    await elena.page.locator("#palette button").first.click()
    await expect(boris.page.locator("[data-log] article .reactions")).to_have_count(1)
    await expect(original(boris).locator(".body")).to_be_visible()


async def test_another_script_is_read_on_all_open_pages_at_once(window_of: OpenWindow) -> None:
    elena, settings = await window_of("elena", "bg"), await window_of("elena", "bg")
    room = await make_room(elena, "vesna")
    vesna = await window_of("vesna", "sr-Cyrl")
    for window in (elena, vesna):
        await window.open_live(room)
    await vesna.post(IN_CYRILLIC)
    await expect(shown(elena)).to_have_text(IN_CYRILLIC)
    await elena.composer.fill("Започнато")
    await settings.open("/settings")
    await settings.page.locator("[name=script]").select_option("Latn")
    await settings.page.locator("main form .button").first.click()
    await expect(shown(elena)).to_have_text(SENTENCE)
    await expect(elena.composer).to_have_value("Започнато")
    await vesna.post("Ја сам за")
    await expect(shown(elena)).to_have_text("Ja sam za")
    await settings.page.locator("[name=script]").select_option("")
    await settings.page.locator("main form .button").first.click()
    await expect(shown(elena)).to_have_text("Ја сам за")
