"""A link to a message opens it where it was said, with what came before and after it, also among hundreds."""

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from balkancluster.database import new_id
from tests.browser.windows import OpenWindow, Window
from tests.services.demo import signed_in_to_demo
from tests.services.program import Program

MANY = 95


@dataclass
class Talk:
    """A room in which a lot was said, and the ids of the messages."""

    room: str
    ids: list[str]


@pytest.fixture(scope="module")
async def talk(demo: Program) -> Talk:
    """A room with so many messages, numbered from 0: two say them, for nobody may say as many at once."""
    async with signed_in_to_demo(demo.url, "ana") as ana, signed_in_to_demo(demo.url, "boris") as boris:
        names = {"kind": "private", "name-en": "Looms"}
        page = {"Accept": "text/html"}
        room = (await ana.post("/rooms", data=names, headers=page)).headers["location"]
        for person in ("elena", "boris"):
            await ana.post(f"{room}/members", data={"person": f"{person}@demo.example"}, headers=page)
        ids = []
        for place in range(MANY):
            body = {"client_id": new_id(), "body": f"Poruka {place}"}
            answer = await (ana, boris)[place % 2].post(f"/api/v1{room}/messages", json=body)
            assert answer.is_success, answer.text
            ids.append(answer.json()["id"])
    return Talk(room, ids)


async def numbers(page: Page) -> list[int]:
    """Return the numbers of the first messages that are on the page, in their order."""
    words = await page.locator("article[data-id] .body").all_inner_texts()
    found = [int(text.split()[-1]) for text in words if text.strip().startswith("Poruka")]
    return [number for number in found if number < MANY]


async def test_a_link_opens_a_message_among_others_and_leads_both_ways(
    ana: Window, elena: Window, talk: Talk
) -> None:
    await elena.open_live(f"{talk.room}/messages/{talk.ids[40]}")
    target = elena.page.locator(f"#m{talk.ids[40]}")
    await expect(target).to_be_in_viewport()
    await expect(target).to_be_focused()
    assert re.search(rf"\?at={talk.ids[40]}#m{talk.ids[40]}$", elena.page.url)
    assert await numbers(elena.page) == list(range(15, 65))
    assert "newest" not in await elena.page.locator("[data-talk]").evaluate("talk => ({...talk.dataset})")
    await elena.page.locator("[data-newer]").click()
    await expect(elena.page.locator(f"#m{talk.ids[94]}")).to_have_count(1)
    await expect(elena.page.locator("[data-newer]")).to_have_count(0)
    await ana.open_live(talk.room)
    await ana.post("Evo me na kraju")
    await elena.sees("Evo me na kraju")
    await elena.page.locator("[data-older]").scroll_into_view_if_needed()
    await expect(elena.page.locator(f"#m{talk.ids[0]}")).to_have_count(1)
    assert await numbers(elena.page) == list(range(MANY))


async def test_a_language_switch_keeps_what_was_loaded_below(elena: Window, talk: Talk) -> None:
    await elena.open_live(f"{talk.room}/messages/{talk.ids[10]}")
    await elena.page.locator("[data-newer]").click()
    await expect(elena.page.locator(f"#m{talk.ids[80]}")).to_have_count(1)
    before = await numbers(elena.page)
    await elena.switch_to("en")
    assert (await numbers(elena.page))[: len(before)] == before


async def test_without_scripts_a_part_of_the_talk_leads_on(window_of: OpenWindow, talk: Talk) -> None:
    elena = await window_of("elena", "bg", java_script_enabled=False)
    await elena.open(f"{talk.room}/messages/{talk.ids[40]}")
    await expect(elena.page.locator(f"#m{talk.ids[40]}")).to_be_in_viewport()
    await elena.page.locator("[data-newer]").click()
    assert await numbers(elena.page) == list(range(65, 95))
    await expect(elena.page.locator("[data-newer]")).to_have_count(0)
    await elena.page.locator("[data-older]").click()
    assert await numbers(elena.page) == list(range(15, 65))
    await elena.page.locator("[data-newer]").click()
    assert await numbers(elena.page) == list(range(65, 95))


async def test_a_quote_on_the_page_is_shown_where_it_stands(elena: Window, talk: Talk) -> None:
    await elena.open_live(talk.room)
    await elena.use("Poruka 60", "reply")
    await elena.post("Отговарям")
    page_before = await elena.page.evaluate("performance.timeOrigin")
    await elena.page.locator(f"[data-quote='{talk.ids[60]}']").click()
    await expect(elena.page.locator(f"#m{talk.ids[60]}")).to_be_focused()
    await expect(elena.page.locator(f"#m{talk.ids[60]}")).to_be_in_viewport()
    assert await elena.page.evaluate("performance.timeOrigin") == page_before
