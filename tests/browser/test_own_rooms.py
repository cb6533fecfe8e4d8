"""Rooms that come and go, and what is read elsewhere: seen on every open page at once, not later."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import Locator, Route, expect

from tests.browser.windows import OpenWindow, Window, make_room

AT_ONCE = 8_000
"""Far less than the half minute after which a page looks around by itself."""


def line(window: Window, room: str) -> Locator:
    """The line of a room in the list beside the talk."""
    return window.page.locator(f"#rooms [data-room='{room.rpartition('/')[2]}']")


def badge(window: Window, room: str) -> Locator:
    """What is unread in a room, as that line says it."""
    return line(window, room).locator("[data-badge] [aria-hidden]")


async def test_a_room_appears_when_somebody_brings_me_in_and_goes_when_i_am_taken_out(
    ana: Window, elena: Window, room: str
) -> None:
    await elena.open_live(room)
    new = await make_room(ana)
    await ana.submit(f"{new}/members", person="elena@demo.example")
    await expect(line(elena, new)).to_be_visible(timeout=AT_ONCE)
    await ana.open_live(new)
    await ana.post("Dobro došla")
    await expect(badge(elena, new)).to_have_text("1", timeout=AT_ONCE)
    await ana.submit(f"{new}/members/2/remove")
    await expect(line(elena, new)).to_have_count(0, timeout=AT_ONCE)


async def test_what_is_read_on_one_device_is_read_on_the_other(
    ana: Window, elena: Window, room: str, window_of: OpenWindow
) -> None:
    phone = await window_of("elena", "bg")
    elsewhere = await make_room(ana, "elena")
    await phone.open_live(elsewhere)
    await elena.open_live(room)
    await ana.open_live(room)
    await phone.page.bring_to_front()
    await ana.open_live(elsewhere)
    await ana.post("@Елена Дончева, jedno")
    await ana.post("i drugo")
    await expect(badge(elena, elsewhere)).to_have_text("@ 2", timeout=AT_ONCE)
    await phone.open_live(elsewhere)
    await expect(badge(elena, elsewhere)).to_have_count(0, timeout=AT_ONCE)
    await expect(badge(phone, elsewhere)).to_have_count(0, timeout=AT_ONCE)


async def test_the_start_page_follows_what_is_read_elsewhere(
    ana: Window, elena: Window, room: str, window_of: OpenWindow
) -> None:
    phone = await window_of("elena", "bg")
    await ana.open_live(room)
    await ana.post("Nešto novo")
    await elena.open_live("/")
    news = elena.page.locator(f"[data-news][data-of-room='{room.rpartition('/')[2]}']")
    await expect(news).to_be_visible()
    await phone.open_live(room)
    await expect(news).to_have_count(0, timeout=AT_ONCE)


async def test_what_is_marked_for_later_stays_marked_while_another_device_reads(
    ana: Window, elena: Window, room: str, window_of: OpenWindow
) -> None:
    phone, other = await window_of("elena", "bg"), await make_room(ana, "elena")
    for place in (room, other):
        await ana.open_live(place)
        await ana.post("Nešto novo")
    await elena.open_live("/away")
    of_room = elena.page.locator(f"#away-{room.rpartition('/')[2]}")
    await of_room.locator("h2 [data-mark-read] button").click()
    await expect(of_room).to_be_hidden()
    await phone.open_live(other)
    await expect(elena.page.locator(f"#away-{other.rpartition('/')[2]}")).to_be_hidden(timeout=AT_ONCE)
    await expect(of_room).to_be_hidden()


async def test_a_topic_muted_on_one_device_is_quiet_on_the_other(
    ana: Window, elena: Window, room: str, window_of: OpenWindow
) -> None:
    phone, other = await window_of("elena", "bg"), await make_room(ana, "elena")
    await ana.open_live(other)
    await ana.post("Nešto novo")
    await elena.open_live(room)
    await expect(badge(elena, other)).to_have_text("1")
    topic = ana.page.url.partition("/topics/")[2].partition("#")[0]
    await phone.submit(f"{other}/topics/{topic}/level", level="muted")
    await expect(badge(elena, other)).to_have_count(0, timeout=AT_ONCE)


@contextlib.asynccontextmanager
async def late_page(ana: Window, elena: Window, room: str) -> AsyncIterator[None]:
    """Let Elena's page ask for itself anew, and have the answer on its way while something happens."""
    made, released = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        if not made.is_set():
            made.set()
            await released.wait()
        await route.fulfill(response=answer)

    await elena.page.route(elena.page.url.partition("#")[0], hold)
    headers = {"Origin": ana.url}
    await ana.page.request.post(
        f"{ana.url}/api/v1{room}/topics", data={"title": "Nova tema"}, headers=headers
    )
    await made.wait()
    yield
    released.set()
    await expect(elena.page.locator("#topics").get_by_text("Nova tema")).to_be_visible()


async def test_a_page_that_comes_late_forgets_no_message(ana: Window, elena: Window, room: str) -> None:
    other = await make_room(ana, "elena")
    await ana.open_live(other)
    await ana.post("Jedno")
    await elena.open_live(room)
    await expect(badge(elena, other)).to_have_text("1")
    async with late_page(ana, elena, room):
        await ana.post("Drugo")
        await expect(badge(elena, other)).to_have_text("2")
    await expect(badge(elena, other)).to_have_text("2")
    await ana.post("Treće")
    await expect(badge(elena, other)).to_have_text("3")


async def test_a_page_that_comes_late_brings_nothing_back_that_was_read(
    ana: Window, elena: Window, room: str, window_of: OpenWindow
) -> None:
    other, phone = await make_room(ana, "elena"), await window_of("elena", "bg")
    await ana.open_live(other)
    await ana.post("Jedno")
    await elena.open_live(room)
    async with late_page(ana, elena, room):
        await phone.open_live(other)
        await expect(badge(elena, other)).to_have_count(0, timeout=AT_ONCE)
    await expect(badge(elena, other)).to_have_count(0, timeout=AT_ONCE)
