"""A topic moves to another room under its readers' eyes: who may is led on, and nothing typed is lost."""

from typing import Any

import pytest
from playwright.async_api import expect

from balkancluster.database import new_id
from tests.browser.test_quiet_topics import line, open_topic
from tests.browser.windows import OpenWindow, Window, make_room


@pytest.fixture
async def target(ana: Window) -> str:
    """Another room that Ana runs and nobody else is in."""
    return await make_room(ana)


async def move(ana: Window, topic: str, target: str) -> None:
    """Move a topic through the pages that ask where to and what it means."""
    await ana.open(topic)
    await ana.page.locator("[popovertarget='about-topic']").click()
    await ana.page.locator("#about-topic a[href$='/move']").click()
    await ana.page.locator(f"[name='room'][value='{target.rsplit('/', 1)[-1]}']").check()
    await ana.page.locator("main form button").click()
    await expect(ana.page.locator("main form li")).to_have_count(3)
    await ana.page.locator("main form button").click()
    await expect(ana.page.locator("[data-talk]")).to_have_attribute("data-room", target.rsplit("/", 1)[-1])


async def test_who_cannot_follow_is_told_and_keeps_what_was_typed(
    ana: Window, elena: Window, room: str, target: str
) -> None:
    topic = await open_topic(ana, room, "Seli se", "Tajna ponuda")
    await elena.open_live(topic)
    await elena.sees("Tajna ponuda")
    await elena.composer.fill("Моят отговор")
    await move(ana, topic, target)
    await expect(elena.page.locator("#shut")).to_be_visible()
    await expect(elena.page.locator("#shut a")).to_have_count(0)
    await expect(elena.message("Tajna ponuda")).to_have_count(0)
    await expect(line(elena, topic)).to_have_count(0)
    await expect(elena.composer).to_have_value("Моят отговор")
    answer = await elena.page.request.get(elena.url + topic, headers={"Accept": "text/html"})
    missing = await elena.page.request.get(
        f"{elena.url}{room}/topics/999999", headers={"Accept": "text/html"}
    )
    assert (answer.status, missing.status) == (404, 404)


async def test_who_is_in_both_rooms_is_led_on_with_draft_and_old_links(
    ana: Window, elena: Window, room: str, target: str
) -> None:
    await ana.submit(f"{target}/members", person="elena@demo.example")
    topic = await open_topic(ana, room, "Seli se", "Ponuda")
    await elena.open_live(topic)
    await elena.sees("Ponuda")
    said = await elena.message("Ponuda").get_attribute("data-id")
    await elena.composer.fill("Моят отговор")
    await move(ana, topic, target)
    await elena.page.locator("#shut a").click()
    await expect(elena.page.locator("[data-talk]")).to_have_attribute("data-room", target.rsplit("/", 1)[-1])
    await elena.sees("Ponuda")
    await expect(elena.composer).to_have_value("Моят отговор")
    await elena.composer.press("Enter")
    await elena.sees("Моят отговор")
    await ana.sees("Моят отговор")
    await elena.open(f"{room}/messages/{said}")
    await expect(elena.page.locator(f"#m{said}")).to_be_in_viewport()
    assert elena.page.url.startswith(elena.url + target)


async def test_a_topic_appears_live_in_the_room_it_comes_to(
    ana: Window, elena: Window, room: str, target: str
) -> None:
    await ana.submit(f"{target}/members", person="elena@demo.example")
    topic = await open_topic(ana, room, "Seli se", "Ponuda")
    await elena.open_live(target)
    await expect(line(elena, topic)).to_have_count(0)
    await move(ana, topic, target)
    await expect(line(elena, topic).locator("[data-badge]")).to_contain_text("1")


async def test_without_scripts_the_words_come_back_where_they_can_be_sent(
    ana: Window, window_of: OpenWindow, room: str, target: str
) -> None:
    topic = await open_topic(ana, room, "Seli se", "Ponuda")
    elena = await window_of("elena", "bg", java_script_enabled=False)
    await elena.open(topic)
    await elena.composer.fill("Моят отговор")
    await move(ana, topic, target)
    await elena.page.locator("#composer [type='submit']").click()
    await expect(elena.page.locator("textarea[readonly]")).to_have_value("Моят отговор")
    await ana.submit(f"{target}/members", person="elena@demo.example")
    draft: dict[str, Any] = {"client_id": new_id(), "body": "Моят отговор"}
    headers = {"Origin": elena.url, "Accept": "text/html"}
    again = await elena.page.request.post(f"{elena.url}{topic}/messages", form=draft, headers=headers)
    await elena.page.set_content(await again.text())
    await expect(elena.composer).to_have_value("Моят отговор")
    action = await elena.page.locator("#composer").get_attribute("action")
    assert (again.status, action) == (422, f"{target}/topics/{topic.rsplit('/', 1)[-1]}/messages")
