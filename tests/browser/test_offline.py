"""Without a connection writing goes on, and everything is sent once, in order, when it is back."""

import asyncio
import time

import pytest
from playwright.async_api import Request, Route, expect

from tests.browser.windows import Window

Talk = tuple[Window, Window]
POSTS = "**/api/v1/rooms/*/messages"


async def test_the_banner_is_there_within_five_seconds(talk: Talk) -> None:
    ana, _elena = talk
    await ana.page.context.set_offline(True)
    await expect(ana.notice).to_contain_text("Veza je prekinuta", timeout=5_000)
    await ana.page.context.set_offline(False)
    await expect(ana.notice).to_have_class("notice good")


async def test_what_was_written_offline_arrives_once_and_in_order(talk: Talk) -> None:
    ana, elena = talk
    words = ["Prva van mreže", "Druga van mreže", "Treća van mreže"]
    await ana.page.context.set_offline(True)
    for text in words:
        await ana.say(text)
    await expect(ana.pending).to_have_count(3)
    await expect(ana.notice).to_contain_text("3")
    await ana.page.context.set_offline(False)
    await elena.sees(words[-1])
    await ana.sees(words[-1])
    assert await elena.said() == words
    assert await ana.said() == words
    await expect(ana.pending).to_have_count(0)


async def test_an_unsent_message_survives_a_reload_and_is_sent_once(talk: Talk) -> None:
    ana, elena = talk
    lost = asyncio.Event()

    async def lose(route: Route) -> None:
        lost.set()
        await route.abort()

    await ana.page.route(POSTS, lose)
    await ana.say("Ovo mora da stigne")
    await lost.wait()
    await ana.page.unroute(POSTS)
    await ana.page.reload()
    await elena.sees("Ovo mora da stigne")
    await ana.sees("Ovo mora da stigne")
    await expect(ana.pending).to_have_count(0)


async def test_an_answer_that_was_lost_leads_to_one_message(talk: Talk) -> None:
    ana, elena = talk
    tried: list[Request] = []

    async def lose_the_first_answer(route: Route) -> None:
        tried.append(route.request)
        answer = await route.fetch()
        await (route.abort() if len(tried) == 1 else route.fulfill(response=answer))

    await ana.page.route(POSTS, lose_the_first_answer)
    await ana.say("Jednom i nijednom više")
    await elena.sees("Jednom i nijednom više")
    await ana.post("Posle toga")
    await elena.sees("Posle toga")
    assert await ana.said() == ["Jednom i nijednom više", "Posle toga"] == await elena.said()
    await expect(ana.pending).to_have_count(0)
    assert tried[0].post_data == tried[1].post_data


async def test_what_a_busy_server_refuses_is_sent_when_it_said_and_not_before(talk: Talk) -> None:
    ana, elena = talk
    tried: list[float] = []

    async def refuse_once(route: Route) -> None:
        tried.append(time.monotonic())
        problem = {"title": "Zauzeto", "status": 503, "code": "busy", "detail": "Server je zauzet."}
        if len(tried) == 1:
            await route.fulfill(status=503, headers={"Retry-After": "3"}, json=problem)
        else:
            await route.continue_()

    await ana.page.route(POSTS, refuse_once)
    await ana.say("Sačekaće")
    await expect(ana.pending).to_have_attribute("data-state", "waiting")
    await ana.page.evaluate("dispatchEvent(new Event('online'))")
    await elena.sees("Sačekaće")
    await expect(ana.pending).to_have_count(0)
    assert len(tried) == 2
    assert tried[1] - tried[0] >= 3


@pytest.mark.parametrize("status", [409, 422])
async def test_what_the_server_will_never_take_is_shown_with_its_words_and_can_be_changed(
    talk: Talk, status: int
) -> None:
    ana, elena = talk
    words = f"Ne može ovako {status}"

    async def refuse(route: Route) -> None:
        problem = {"title": "Još jednom", "status": status, "code": "x", "detail": "Ovo ne može."}
        await route.fulfill(status=status, json=problem)

    await ana.page.route(POSTS, refuse)
    await ana.say(words)
    await expect(ana.pending).to_have_attribute("data-state", "failed")
    await expect(ana.pending).to_contain_text("Ovo ne može.")
    await ana.page.reload()
    await expect(ana.pending).to_have_attribute("data-state", "failed")
    await ana.page.unroute(POSTS)
    await ana.pending.locator("[data-pending-act=edit]").click()
    await expect(ana.composer).to_have_value(words)
    await ana.post(f"{words}, nego ovako")
    await elena.sees(f"{words}, nego ovako")
    await expect(ana.pending).to_have_count(0)


async def test_a_draft_survives_a_reload(talk: Talk) -> None:
    ana, _elena = talk
    await ana.composer.press_sequentially("Nedovršena misao")
    await expect(ana.page.locator("[data-draft-state]")).to_be_visible()
    await ana.page.reload()
    await expect(ana.composer).to_have_value("Nedovršena misao")


async def test_who_was_away_finds_all_edits_and_removals(talk: Talk) -> None:
    ana, elena = talk
    await elena.post("Ще бъде поправено")
    await elena.post("Ще изчезне")
    await ana.sees("Ще изчезне")
    await ana.page.context.set_offline(True)
    await expect(ana.notice).to_contain_text("Veza je prekinuta")
    await elena.edit("Ще бъде поправено", "Поправено")
    await elena.take_back("Ще изчезне")
    await elena.post("Ново")
    await elena.post("Ново и изчезнало")
    await elena.take_back("Ново и изчезнало")
    await ana.page.context.set_offline(False)
    await ana.sees("Ново")
    await ana.sees("Поправено")
    await expect(ana.page.locator("article.gone")).to_have_count(2)
    await expect(ana.page.locator("body")).not_to_contain_text("изчезн")
    assert await ana.page.locator("article[data-id]").count() == 4


async def test_a_browser_that_keeps_nothing_still_talks(talk: Talk, room: str) -> None:
    ana, elena = talk
    await ana.page.add_init_script(
        "delete Window.prototype.indexedDB;"
        "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('private') }});"
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('private') }});"
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('private') }});"
    )
    await ana.open_live(room)
    await ana.post("Bez traga na uređaju")
    await elena.sees("Bez traga na uređaju")
