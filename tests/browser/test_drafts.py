"""What is typed and not sent: kept on this device for each topic, and visible where one looks for it."""

from playwright.async_api import Locator, expect

from tests.browser.windows import Window, open_window

SENTENCE = "Nudimo 500 komada do petka"


def draft_at_room(window: Window, room: str) -> Locator:
    return window.page.locator(f"#room-{room.rsplit('/', 1)[-1]} .draft")


def listed(window: Window) -> Locator:
    return window.page.locator("[data-drafts] li")


async def open_second_topic(window: Window, room: str) -> None:
    client_id = "0b7e4ab0-9d0b-4c52-8a3e-00000000d4af"
    await window.submit(f"{room}/topics", title="Prevoz", body="Kada?", client_id=client_id)


async def test_a_draft_stands_at_its_topic_and_room_and_at_home_until_it_is_sent(
    ana: Window, room: str
) -> None:
    await ana.open_live(room)
    first = ana.page.url.partition("#")[0]
    await ana.composer.fill(SENTENCE)
    await open_second_topic(ana, room)
    await ana.open(room)
    await expect(ana.page.locator(".topics .draft")).to_contain_text(SENTENCE)
    await ana.open_live("/rooms/new")
    await ana.open("/")
    await expect(listed(ana)).to_contain_text(SENTENCE)
    await listed(ana).get_by_role("link").click()
    await expect(ana.composer).to_have_value(SENTENCE)
    assert ana.page.url.startswith(first)
    await ana.composer.press("Enter")
    await ana.sees(SENTENCE)
    await ana.open("/")
    await expect(ana.page.locator("[data-drafts]")).to_be_hidden()


async def test_another_window_of_the_browser_sees_it_live(ana: Window, room: str) -> None:
    await ana.open_live(room)
    other = Window(await ana.page.context.new_page(), ana.url)
    await other.open_live("/")
    await ana.composer.fill(SENTENCE)
    await expect(listed(other)).to_contain_text(SENTENCE)
    await ana.composer.press("Enter")
    await expect(listed(other)).to_have_count(0)


async def test_a_draft_is_discarded_where_it_is_listed(ana: Window, room: str) -> None:
    await ana.open_live(room)
    await ana.composer.fill(SENTENCE)
    await ana.open("/away")
    await listed(ana).get_by_role("button").click()
    await expect(ana.page.locator("[data-drafts]")).to_be_hidden()
    await ana.open(room)
    await expect(ana.composer).to_have_value("")


async def test_a_topic_that_is_not_opened_yet_has_a_draft_too(ana: Window, room: str) -> None:
    await ana.open_live(f"{room}/topics/new")
    await ana.page.locator("[name=title]").fill("Vuna iz Vranja")
    await ana.page.locator("main [name=body]").fill("Ko ima?")
    await ana.open("/")
    await expect(listed(ana)).to_contain_text("Vuna iz Vranja")
    await listed(ana).get_by_role("link").click()
    await expect(ana.page.locator("main [name=body]")).to_have_value("Ko ima?")
    await ana.page.locator("main form .button").first.click()
    await expect(ana.page.locator("h1")).to_have_text("Vuna iz Vranja")
    await ana.sees("Ko ima?")
    await ana.open("/")
    await expect(ana.page.locator("[data-drafts]")).to_be_hidden()


async def test_who_signs_in_next_is_not_shown_them_and_the_writer_has_them_again(
    ana: Window, room: str
) -> None:
    await ana.open_live(room)
    await ana.composer.fill(SENTENCE)
    await ana.page.locator("[popovertarget=account]").first.click()
    await ana.page.locator("[action='/sign-out'] button").click()
    elena = await open_window(ana.page.context, ana.url, "elena", "bg")
    await elena.open("/")
    await expect(elena.page.locator("main h1")).to_be_visible()
    await expect(elena.page.locator("[data-drafts]")).to_be_hidden()
    await elena.open(room)
    await expect(elena.composer).to_have_value("")
    again = await open_window(ana.page.context, ana.url, "ana", "sr-Latn")
    await again.open("/")
    await expect(listed(again)).to_contain_text(SENTENCE)


async def test_a_computer_that_others_use_forgets_them_at_sign_out(ana: Window, room: str) -> None:
    await ana.open("/")
    await ana.page.context.clear_cookies()
    await ana.open("/sign-in")
    await ana.page.locator("[name=remember]").uncheck()
    await ana.page.locator("[name=email]").fill("nobody@demo.example")
    await ana.page.locator("[name=password]").fill("not the password")
    await ana.page.locator("[action='/sign-in'] .button").first.click()
    await expect(ana.page.locator("[name=password]")).to_be_visible()
    ana = await open_window(ana.page.context, ana.url, "ana", "sr-Latn")
    await ana.open_live(room)
    await ana.composer.fill(SENTENCE)
    await ana.page.locator("[popovertarget=account]").first.click()
    await ana.page.locator("[action='/sign-out'] button").click()
    await expect(ana.page).to_have_url(f"{ana.url}/sign-in")
    assert (
        await ana.page.evaluate("() => Object.keys(localStorage).filter(k => k.startsWith('draft:'))") == []
    )


async def test_old_drafts_go(ana: Window) -> None:
    await ana.page.clock.install()
    await ana.open("/")
    person = await ana.page.locator("body").get_attribute("data-person")
    keep = (
        f"() => localStorage.setItem('draft:{person}:1:1', JSON.stringify({{body: 'Staro', at: Date.now()}}))"
    )
    await ana.page.evaluate(keep)
    await ana.page.clock.fast_forward(89 * 24 * 60 * 60 * 1000)
    await ana.open("/")
    await expect(listed(ana)).to_contain_text("Staro")
    await ana.page.clock.fast_forward(2 * 24 * 60 * 60 * 1000)
    await ana.open("/")
    await expect(ana.page.locator("[data-drafts]")).to_be_hidden()


async def test_an_edit_that_was_interrupted_goes_on(ana: Window, room: str) -> None:
    await ana.open_live(room)
    await ana.post("Nudimo 500 komada")
    await ana.composer.press("ArrowUp")
    await ana.message_field.fill("Nudimo 700 komada")
    await ana.open("/")
    await expect(listed(ana)).to_contain_text("Nudimo 700 komada")
    await listed(ana).get_by_role("link").click()
    await expect(ana.composer).to_be_visible()
    await ana.composer.press("ArrowUp")
    await expect(ana.message_field).to_have_value("Nudimo 700 komada")
    await ana.message_field.press("Enter")
    await ana.sees("Nudimo 700 komada")
    await ana.open("/")
    await expect(ana.page.locator("[data-drafts]")).to_be_hidden()
