"""Claiming an organisation, editing its profile and leaving, each with two people or without scripts."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import SIZE
from tests.browser.windows import OpenWindow, Window, make_room, open_window
from tests.services.chromium import OpenContext
from tests.services.program import Program

WAITING = "/coordination/requests"
PASSWORD = "sedam vunenih niti"


async def claim(window: Window, code: str, words: str) -> None:
    await window.open(f"/organisations/{code}")
    await window.page.locator(f"[href='/organisations/{code}/claim']").click()
    await window.page.locator("[name=words]").fill(words)
    await window.page.locator("main form .button").first.click()
    await expect(window.page).to_have_url(re.compile(rf"/organisations/{code}\?done=asked$"))


async def approve(coordinator: Window, code: str) -> None:
    await coordinator.open(WAITING)
    entry = coordinator.page.locator(
        ".entry", has=coordinator.page.locator(f"[href='/organisations/{code}']")
    )
    await entry.locator("form[action$='/approve'] button").first.click()
    await expect(coordinator.page).to_have_url(re.compile(r"done=approved$"))


async def test_a_claim_goes_from_bulgarian_to_serbian_and_back(window_of: OpenWindow) -> None:
    elena, vesna = await window_of("elena", "bg"), await window_of("vesna", "sr-Cyrl")
    await claim(elena, "BG001", "Ръководя офиса в Пловдив.")
    await expect(elena.page.locator("[aria-labelledby=asking] .tag")).to_be_visible()
    await vesna.open("/coordination")
    await expect(vesna.page.locator(f"nav [href='{WAITING}'] .badge")).to_be_visible()
    await vesna.open(WAITING)
    words = vesna.page.locator("blockquote [lang=bg]", has_text="Ръководя офиса в Пловдив.")
    await expect(words).to_be_visible()
    await approve(vesna, "BG001")
    await elena.page.reload()
    await expect(elena.page.locator("#asking")).to_have_count(0)
    await expect(elena.page.locator("[href^='/my-organisation/profile']")).to_be_visible()
    await elena.open("/outbox")
    await expect(
        elena.page.locator(".letters li[class]", has_text="elena@demo.example").first
    ).to_be_visible()


async def test_a_refusal_is_read_by_who_asked(window_of: OpenWindow) -> None:
    ana, vesna = await window_of("ana", "sr-Latn"), await window_of("vesna", "sr-Cyrl")
    await claim(ana, "RS011", "Radim tamo.")
    await vesna.open(WAITING)
    entry = vesna.page.locator(".entry", has=vesna.page.locator("[href='/organisations/RS011']"))
    await entry.locator("details:has(form) summary").click()
    await entry.locator("[name=answer]").fill("Нисмо Вас нашли на страници.")
    await entry.locator("form[action$='/refuse'] button").click()
    await expect(vesna.page).to_have_url(re.compile(r"done=refused$"))
    await ana.open("/settings")
    await expect(ana.page.locator("q[lang=sr-Latn]", has_text="Nismo Vas našli")).to_be_visible()


@pytest.fixture
async def without_scripts(demo: Program, open_context: OpenContext) -> Window:
    """Ana at a browser that runs no scripts."""
    context = await open_context(viewport=SIZE, java_script_enabled=False)
    return await open_window(context, demo.url, "ana", "sr-Latn")


async def test_claiming_and_withdrawing_need_no_scripts(without_scripts: Window) -> None:
    ana = without_scripts
    await claim(ana, "RS012", "Radim tamo.")
    await ana.page.locator("[aria-labelledby=asking]").first.locator("form button").click()
    await expect(ana.page).to_have_url(re.compile(r"/organisations/RS012$"))
    await expect(ana.page.locator("[href='/organisations/RS012/claim']")).to_be_visible()


async def test_the_profile_says_what_is_wrong_at_its_field_and_keeps_the_rest(
    without_scripts: Window,
) -> None:
    page = without_scripts.page
    await without_scripts.open("/my-organisation/profile")
    before = await page.locator("#city").input_value()
    await page.locator("#city").fill("Vlasotince")
    await page.locator("#founded").fill("uskoro")
    await page.locator("#sectors > summary").click()
    await page.locator("[name=nace][value='13']").check()
    await page.locator("main form .button").first.click()
    await expect(page.locator("#founded")).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#founded-note")).to_be_visible()
    await expect(page.locator("#city")).to_have_value("Vlasotince")
    await page.locator("#founded").fill("")
    await page.locator("#city").fill(before)
    await page.locator("main form .button").first.click()
    await expect(page).to_have_url(re.compile(r"\?done=kept$"))


async def invite_newcomer(window_of: OpenWindow, context: OpenContext, demo: Program, name: str) -> Window:
    """Let Ana invite somebody with a password, who reads English, and return their window."""
    ana = await window_of("ana", "sr-Latn")
    await ana.open("/my-organisation")
    house = await ana.page.locator("[name=organisation]").first.input_value()
    address = f"{name.partition(' ')[0].lower()}@demo.example"
    await ana.submit("/my-organisation", email=address, locale="en", role="member", organisation=house)
    await ana.open("/outbox")
    letter = ana.page.locator(".letters > li", has_text=address).first
    link = await letter.locator("a[href*='/invitations/']").first.get_attribute("href")
    assert link
    opened = await context(viewport=SIZE)
    window = Window(await opened.new_page(), demo.url)
    await window.page.goto(link)
    await window.page.locator("[name=name]").fill(name)
    await window.page.locator("[name=password]").fill(PASSWORD)
    await window.page.locator("main form .button").first.click()
    await expect(window.page.locator(".mainnav")).to_be_visible()
    return window


async def test_who_leaves_is_a_former_member_on_every_open_page(
    window_of: OpenWindow, open_context: OpenContext, demo: Program
) -> None:
    elena = await window_of("elena", "bg")
    room = await make_room(elena)
    mira = await invite_newcomer(window_of, open_context, demo, "Mira Savić")
    await elena.submit(f"{room}/members", person="mira@demo.example")
    await elena.open_live(room)
    await mira.open_live(room)
    await mira.post("Do viđenja svima!")
    await elena.sees("Do viđenja svima!")
    await expect(elena.page.locator(".message .name").last).to_have_text("Mira Savić")
    await elena.post("@Mira Savić, довиждане!")
    number = await mira.page.locator("body").get_attribute("data-person")
    direct = await elena.submit("/rooms/direct", person=str(number))
    second = await mira.page.context.new_page()
    await second.goto(demo.url + "/settings/leave")
    await second.locator("[name=password]").fill("pogrešno")
    await second.locator("main form .button").first.click()
    await expect(second.locator("#password-note")).to_be_visible()
    await second.locator("[name=password]").fill(PASSWORD)
    await second.locator("main form .button").first.click()
    await expect(second).to_have_url(re.compile(r"/sign-in\?done=left$"))
    await expect(elena.page.locator("body")).not_to_contain_text("Mira Savić")
    await elena.sees("Do viđenja svima!")
    await elena.open(direct)
    await expect(elena.page.locator("#shut p")).to_be_visible()
    await expect(elena.composer).to_be_hidden()
    await expect(elena.page.locator("body")).not_to_contain_text("Mira Savić")
    await expect(mira.page.locator("#notice")).to_be_visible()
    await mira.page.reload()
    await expect(mira.page).to_have_url(re.compile(r"/sign-in"))
