"""Every page works without JavaScript: sign in, read, post, answer, edit, take back, switch language."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import SIZE
from tests.browser.windows import OpenWindow, Window, make_room
from tests.services.chromium import OpenContext
from tests.services.program import Program


@pytest.fixture
async def ana(demo: Program, open_context: OpenContext) -> Window:
    """Ana at a browser that runs no scripts, in front of the sign-in page."""
    context = await open_context(viewport=SIZE, java_script_enabled=False, base_url=demo.url)
    return Window(await context.new_page(), demo.url)


@pytest.fixture
async def room(window_of: OpenWindow) -> str:
    """A room that Elena made, with Ana in it."""
    return await make_room(await window_of("elena", "bg"), "ana")


async def sign_in(ana: Window) -> None:
    await ana.open("/sign-in")
    await ana.page.locator("[name=person][value='ana@demo.example']").first.click()
    await expect(ana.page.locator(".mainnav")).to_be_visible()


async def send(ana: Window, words: str) -> None:
    await ana.composer.fill(words)
    await ana.page.locator("[data-composer] [type=submit]").click()


async def test_the_whole_path(ana: Window, room: str) -> None:
    await sign_in(ana)
    await ana.open(room)
    await send(ana, "Pišem bez skripti")
    await ana.sees("Pišem bez skripti")

    await ana.use("Pišem bez skripti", "reply")
    await send(ana, "Odgovaram sama sebi")
    await expect(ana.message("Odgovaram sama sebi").locator(".quote")).to_contain_text("Pišem bez skripti")

    await ana.use("Pišem bez skripti", "edit")
    await ana.message_field.fill("Ispravljeno bez skripti")
    await ana.page.locator("[data-editing] button").click()
    await ana.sees("Ispravljeno bez skripti")

    await ana.use("Ispravljeno bez skripti", "remove")
    await ana.page.locator("[data-removing] button").click()
    await expect(ana.page.locator("article.gone")).to_have_count(1)
    await expect(ana.page.locator("body")).not_to_contain_text("Ispravljeno bez skripti")


async def test_the_language_switches_and_the_page_stays(ana: Window, room: str) -> None:
    await sign_in(ana)
    await ana.open(room)
    before = ana.page.url
    await ana.page.locator("#langs [value=bg]").click()
    await expect(ana.page.locator("html")).to_have_attribute("lang", "bg")
    assert ana.page.url == before


async def test_a_message_that_cannot_be_taken_comes_back_with_its_words(ana: Window, room: str) -> None:
    await sign_in(ana)
    await ana.open(room)
    await send(ana, "b" * 8001)
    await expect(ana.page.locator("#text")).to_have_value("b" * 8001)
    await expect(ana.page.locator("#text-note")).to_contain_text("8000")


async def test_a_topic_is_opened_and_retitled(ana: Window, room: str) -> None:
    await sign_in(ana)
    await ana.open(f"{room}/topics/new")
    await ana.page.locator("[name=title]").fill("Vuna iz Vranja")
    await ana.page.locator("main [name=body]").fill("Ko ima?")
    await ana.page.locator("main form button").first.click()
    await expect(ana.page.locator("h1")).to_have_text("Vuna iz Vranja")
    await ana.page.goto(re.sub(r"#.*", "", ana.page.url) + "/title")
    await ana.page.locator("[name=title]").fill("Vuna iz Vranja i Leskovca")
    await ana.page.locator("main form button").first.click()
    await expect(ana.page.locator("h1")).to_have_text("Vuna iz Vranja i Leskovca")


async def test_reactions_and_pins(ana: Window) -> None:
    await sign_in(ana)
    made = await ana.page.request.post(
        f"{ana.url}/rooms", form={"kind": "private", "name-en": "Looms"}, headers={"Origin": ana.url}
    )
    room = made.url.removeprefix(ana.url)
    await ana.open(room)
    await send(ana, "Bez skripti i ovo")

    await ana.use("Bez skripti i ovo", "react")
    await ana.page.locator("main [value='🧶']").click()
    reaction = ana.message("Bez skripti i ovo").locator(".reactions button")
    await expect(reaction).to_have_attribute("aria-pressed", "true")
    await reaction.click()
    await expect(reaction).to_have_count(0)

    await ana.use("Bez skripti i ovo", "more")
    await ana.page.locator("main form[action$='/pin'] button").click()
    await ana.page.locator("[popovertarget=pins]").click()
    await expect(ana.page.locator("#pins li")).to_contain_text("Bez skripti i ovo")
    await ana.page.locator("#pins a").click()
    await expect(ana.message("Bez skripti i ovo")).to_be_in_viewport()
    await ana.use("Bez skripti i ovo", "more")
    await ana.page.locator("main form[action$='/unpin'] button").click()
    await expect(ana.page.locator("#pins")).to_have_count(0)


async def test_being_told_and_choosing_of_what(ana: Window, room: str, window_of: OpenWindow) -> None:
    await sign_in(ana)
    elena = await window_of("elena", "bg")
    await elena.open_live(room)
    await elena.post("@Ana Đorđević, ima li plave pređe?")
    await ana.open("/")
    await expect(ana.page.locator(".masthead [data-bell]")).to_be_visible()
    await ana.page.locator(".masthead [href='/notifications']").click()
    line = ana.page.locator("[data-told]", has_text="ima li plave pređe")
    await line.locator("[data-mark-told] button").click()
    await expect(line).not_to_have_class(re.compile("unread"))
    await line.locator("h3 a").click()
    await ana.sees("@Ana Đorđević, ima li plave pređe?")

    await ana.open(f"{room}/about")
    chosen = ana.page.locator("#told-of [aria-pressed=true]")
    await expect(chosen).to_have_attribute("value", "mentions")
    await ana.page.locator("#told-of [value=nothing]").click()
    await expect(chosen).to_have_attribute("value", "nothing")
    await ana.page.locator("#told-of [href='/settings/notifications']").click()
    await ana.page.locator("[name=quiet]").check()
    await ana.page.locator("main form .button").click()
    await expect(ana.page.locator(".notice.good")).to_be_visible()
    await expect(ana.page.locator("[name=quiet]")).to_be_checked()
    level = ana.page.locator(f"[name=room-{room.rpartition('/')[2]}]")
    await expect(level).to_have_value("nothing")
