"""Since you were away: what is new by room, and marking it as read with ten seconds to think again."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Request, expect

from tests.browser.conftest import SIZE
from tests.browser.test_unread import count_in_masthead
from tests.browser.windows import Window
from tests.services.chromium import OpenContext
from tests.services.program import Program

PREVOZ, BOJE = "0b7e4ab0-9d0b-4c52-8a3e-00000000a001", "0b7e4ab0-9d0b-4c52-8a3e-00000000a002"


def section(window: Window, room: str) -> Locator:
    """Return what the page says of one room."""
    return window.page.locator(f"#away-{room.rsplit('/', 1)[-1]}")


async def say_to(window: Window, room: str, *sentences: str) -> None:
    """Post from another device, which does not change what this window shows."""
    topic = (await window.page.request.get(f"{window.url}/api/v1{room}/topics")).json
    first = (await topic())["items"][0]["id"]
    for number, words in enumerate(sentences):
        client_id = f"0b7e4ab0-9d0b-4c52-8a3e-{abs(hash((words, number))) % 10**12:012d}"
        await window.submit(f"{room}/topics/{first}/messages", body=words, client_id=client_id)


async def unread_in(window: Window, room: str) -> int:
    """Return what the server counts as unread in a room."""
    rooms = await (await window.page.request.get(f"{window.url}/api/v1/rooms")).json()
    return next(int(item["unread"]) for item in rooms["items"] if item["id"] == room.rsplit("/", 1)[-1])


async def until_read(window: Window, room: str) -> None:
    """Wait until the server counts nothing as unread in a room."""
    async with asyncio.timeout(15):
        while await unread_in(window, room):
            await window.page.wait_for_load_state()


@asynccontextmanager
async def marks_sent(window: Window) -> AsyncIterator[list[str]]:
    """Give the places that the window tells the server to mark as read."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/away/read"):
            sent.append(request.post_data or "")

    window.page.on("request", note)
    yield sent
    window.page.remove_listener("request", note)


async def test_the_first_words_stand_under_their_room_and_lead_there(
    ana: Window, elena: Window, room: str
) -> None:
    await say_to(ana, room, "Prva", "Druga", "Treća", "Četvrta")
    await elena.open("/")
    await elena.page.locator("#news-heading a").click()
    news = section(elena, room)
    await expect(news.locator(".glimpses .excerpt")).to_have_text(["Prva", "Druga", "Treća"])
    await news.locator("h3 a").click()
    await expect(elena.page).to_have_url(re.compile(rf"{room}/topics/\d+#since$"))
    await expect(elena.page.locator("#since")).to_be_visible()


async def test_the_page_follows_what_is_said_while_it_is_open(ana: Window, elena: Window, room: str) -> None:
    await elena.open_live("/away")
    await expect(section(elena, room)).to_have_count(0)
    await say_to(ana, room, "Ima li koga?")
    await expect(section(elena, room)).to_contain_text("Ima li koga?")


async def test_marking_a_room_shows_at_once_and_is_sent_after_ten_seconds(
    ana: Window, elena: Window, room: str
) -> None:
    await say_to(ana, room, "Prva", "Druga")
    await elena.page.clock.install()
    await elena.open_live("/away")
    before = await count_in_masthead(elena)
    async with marks_sent(elena) as sent:
        await section(elena, room).locator("h2 .mark-read button").click()
        await expect(section(elena, room)).to_be_hidden()
        assert await count_in_masthead(elena) == before - 2
        await expect(elena.notice.get_by_role("button")).to_be_focused()
        await elena.page.clock.run_for(9_000)
        assert sent == []
        async with elena.page.expect_request("**/away/read"):
            await elena.page.clock.run_for(1_500)
    await expect(elena.notice.get_by_role("button")).to_have_count(0)
    await elena.open("/away")
    await expect(section(elena, room)).to_have_count(0)


async def test_undo_brings_everything_back_and_nothing_is_sent(ana: Window, elena: Window, room: str) -> None:
    await say_to(ana, room, "Prva", "Druga")
    await elena.page.clock.install()
    await elena.open_live("/away")
    before = await count_in_masthead(elena)
    async with marks_sent(elena) as sent:
        await elena.page.locator("#mark-everything button").click()
        await expect(elena.page.locator("#nothing-new")).to_be_visible()
        assert await count_in_masthead(elena) == 0
        await elena.page.keyboard.press("Enter")
        await expect(section(elena, room)).to_be_visible()
        assert await count_in_masthead(elena) == before
        await elena.page.clock.run_for(20_000)
        assert sent == []
    await expect(elena.page.locator("#mark-everything button")).to_be_focused()


async def test_one_topic_after_another_is_marked(ana: Window, elena: Window, room: str) -> None:
    await say_to(ana, room, "Prva")
    await ana.submit(f"{room}/topics", title="Prevoz", body="Kada?", client_id=PREVOZ)
    await ana.submit(f"{room}/topics", title="Boje", body="Koje?", client_id=BOJE)
    await elena.open_live("/away")
    topics = section(elena, room).locator("[data-news]:not([hidden])")
    await expect(topics).to_have_count(3)
    for left in (2, 1):
        await topics.first.locator(".mark-read button").click()
        await expect(topics).to_have_count(left)
    await elena.notice.get_by_role("button").click()
    await expect(topics).to_have_count(2)
    assert await unread_in(elena, room) == 2


async def test_what_arrives_while_one_thinks_again_stays_unread(
    ana: Window, elena: Window, room: str
) -> None:
    await say_to(ana, room, "Viđeno")
    await elena.open_live("/away")
    await section(elena, room).locator("h2 .mark-read button").click()
    await expect(section(elena, room)).to_be_hidden()
    await say_to(ana, room, "Stiglo u međuvremenu")
    await expect(section(elena, room).locator("[data-news] > [data-badge]")).to_contain_text("1")
    await elena.page.locator(".mainnav a").first.click()
    await expect(elena.page).to_have_url(f"{elena.url}/")
    await elena.open("/away")
    await expect(section(elena, room).locator(".glimpses .excerpt")).to_have_text(["Stiglo u međuvremenu"])


async def test_marks_that_did_not_get_through_are_sent_again(ana: Window, elena: Window, room: str) -> None:
    await say_to(ana, room, "Prva")
    await elena.page.clock.install()
    await elena.open_live("/away")
    await elena.page.route("**/away/read", lambda route: route.abort())
    await section(elena, room).locator("h2 .mark-read button").click()
    async with elena.page.expect_event("requestfailed"):
        await elena.page.clock.run_for(10_500)
    await elena.page.unroute("**/away/read")
    await expect(section(elena, room)).to_be_hidden()
    async with elena.page.expect_response("**/away/read"):
        await elena.page.clock.run_for(10_500)
    assert await unread_in(elena, room) == 0


async def test_leaving_the_page_sends_the_marks(ana: Window, elena: Window, room: str) -> None:
    await say_to(ana, room, "Prva")
    await elena.open_live("/away")
    await section(elena, room).locator("h2 .mark-read button").click()
    await expect(section(elena, room)).to_be_hidden()
    await elena.open("/settings")
    # The browser sends them when the page is gone already, and tells nobody.
    await until_read(elena, room)


async def test_without_scripts_the_form_marks_at_once(
    demo: Program, open_context: OpenContext, ana: Window, room: str
) -> None:
    await say_to(ana, room, "Prva", "Druga")
    context = await open_context(viewport=SIZE, java_script_enabled=False, base_url=demo.url)
    elena = Window(await context.new_page(), demo.url)
    await elena.submit("/demo/sign-in", person="elena@demo.example")
    await elena.open("/away")
    await section(elena, room).locator("[data-news] .mark-read button").first.click()
    await expect(elena.page).to_have_url(f"{elena.url}/away")
    await expect(section(elena, room)).to_have_count(0)
