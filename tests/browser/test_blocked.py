"""A network that lets no socket through: the page finds another way by itself, and comes back later."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Request, expect

from tests.browser.windows import OpenWindow, Window, make_room
from tests.services.demo import StartDemo
from tests.services.firewall import Firewall
from tests.services.program import Program

LINE = "/api/v1/live"


@pytest.fixture
async def firewall(demo: Program) -> AsyncIterator[Firewall]:
    """Elena's company, between her browser and the server."""
    async with Firewall(demo.port) as between:
        yield between


@pytest.fixture
async def pair(window_of: OpenWindow, firewall: Firewall) -> tuple[Window, Window, str]:
    """Ana at home, Elena behind the firewall, and the address of their room."""
    ana = await window_of("ana", "sr-Latn")
    elena = await window_of("elena", "bg", url=firewall.url)
    return ana, elena, await make_room(ana, "elena")


def is_poll(request: Request) -> bool:
    """Whether this request is the line."""
    return request.url.endswith(LINE) and '"wait":25' in (request.post_data or "")


async def open_polling(elena: Window, room: str) -> None:
    """Open the room, and return once the page waits at its other line."""
    async with elena.page.expect_request(is_poll):
        await elena.open(room)


async def talk_both_ways(ana: Window, elena: Window) -> None:
    """Let both say something, and both see it in one order."""
    for number in range(3):
        await ana.post(f"Od kuće {number}")
        await elena.sees(f"Od kuće {number}")
        await elena.post(f"От фирмата {number}")
        await ana.sees(f"От фирмата {number}")
    assert await ana.said() == await elena.said()


async def test_where_the_upgrade_is_refused_the_talk_goes_on_all_the_same(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    ana, elena, room = pair
    firewall.refuse()
    await ana.open_live(room)
    await open_polling(elena, room)
    await talk_both_ways(ana, elena)
    await ana.edit("Od kuće 1", "Popravljeno")
    await elena.sees("Popravljeno")
    await ana.take_back("Od kuće 2")
    await expect(elena.page.locator("article.gone")).to_have_count(1)


async def test_it_is_said_once_that_some_things_come_later(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    _ana, elena, room = pair
    firewall.refuse()
    await open_polling(elena, room)
    await expect(elena.notice).to_have_class("notice info")
    await open_polling(elena, room)
    await expect(elena.notice.locator("p")).to_have_count(0)


async def test_a_line_that_opens_and_swallows_everything_is_left(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    ana, elena, room = pair
    firewall.swallow()
    await ana.open_live(room)
    await open_polling(elena, room)
    await talk_both_ways(ana, elena)


async def test_a_line_that_is_cut_again_and_again_is_left_and_nothing_is_missed(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    ana, elena, room = pair
    firewall.cut_after(0.7)
    await ana.open_live(room)
    async with elena.page.expect_request(is_poll):
        await elena.open(room)
        for number in range(8):
            await ana.post(f"Uprkos svemu {number}")
    await elena.sees("Uprkos svemu 7")
    assert await elena.said() == await ana.said() == [f"Uprkos svemu {number}" for number in range(8)]


async def test_the_next_page_does_not_try_what_was_blocked(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    _ana, elena, room = pair
    firewall.refuse()
    await open_polling(elena, room)
    await elena.page.evaluate(
        "sessionStorage['no-sockets'] = JSON.stringify({times: 3, until: Date.now() + 60000})"
    )
    tried = firewall.sockets
    await open_polling(elena, "/rooms")
    assert firewall.sockets == tried


async def test_the_page_comes_back_to_the_socket_without_a_word(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    ana, elena, room = pair
    firewall.refuse()
    await ana.open_live(room)
    await open_polling(elena, room)
    async with elena.going_live():
        firewall.open()
    await talk_both_ways(ana, elena)
    assert await elena.page.evaluate("performance.getEntriesByType('navigation')[0].type") == "navigate"


async def test_who_writes_and_who_is_here_is_told_over_the_other_line_too(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    ana, elena, room = pair
    firewall.refuse()
    await ana.open_live(room)
    await open_polling(elena, room)
    here = f"[data-here-room='{room.rsplit('/', 1)[-1]}']"
    for window in (ana, elena):
        await expect(window.page.locator(here)).to_contain_text("1", timeout=30_000)
    await elena.composer.press_sequentially("Пиша")
    await expect(ana.page.locator("[data-typing]")).to_contain_text("Елена")
    await ana.composer.press_sequentially("Pišem dugačku rečenicu", delay=250)
    await expect(elena.page.locator("[data-typing]")).to_contain_text("Ana")


async def test_another_language_holds_for_what_comes_next(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    ana, elena, room = pair
    firewall.refuse()
    await ana.open_live(room)
    await open_polling(elena, room)
    await elena.switch_to("en")
    await ana.post("Na drugom jeziku")
    await elena.sees("Na drugom jeziku")
    await expect(elena.message("Na drugom jeziku").locator("[data-reply]")).to_contain_text("Reply")


async def test_who_signs_out_elsewhere_is_told_over_the_other_line_too(
    pair: tuple[Window, Window, str], firewall: Firewall
) -> None:
    _ana, elena, room = pair
    firewall.refuse()
    await open_polling(elena, room)
    await elena.submit("/sign-out")
    await expect(elena.notice.locator("a[href^='/sign-in']")).to_be_visible()


async def test_a_restart_of_the_server_leads_back_to_the_socket(
    start_demo: StartDemo, installed: tuple[str, ...], window_of: OpenWindow
) -> None:
    server = await start_demo(command=installed)
    ana = await window_of("ana", "sr-Latn", url=server.url)
    room = await make_room(ana)
    await ana.open_live(room)
    await server.kill()
    await expect(ana.notice).to_contain_text("Veza je prekinuta")
    async with ana.going_live():
        await server.start()
    await ana.post("Opet tu")
