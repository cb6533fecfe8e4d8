"""A page of the demo while its scripted members talk: all of it is seen without a reload."""

import asyncio

from playwright.async_api import expect

from tests.browser.windows import Window
from tests.demo.test_life import SCENES, company_at
from tests.services.program import Program

SPEED = 40.0
"""Slow enough that somebody typing can be seen, fast enough for a test."""


async def test_ana_sees_typing_words_a_mended_word_and_a_reaction(demo: Program, ana: Window) -> None:
    async with company_at(demo, speed=SPEED) as life:
        placed = SCENES["stand-banner"]
        room = life.company.find_room(placed.room)
        assert room
        topics = await life.company.voices["kalina"].find_topics(room)
        await ana.open_live(f"/rooms/{room}/topics/{topics[placed.scene.topic]}")
        playing = asyncio.create_task(life.directing.play(placed))
        await expect(ana.page.locator("[data-typing]")).to_contain_text("Калина Жекова")
        for line in placed.scene.lines:
            await ana.sees(line.say)
        first = ana.message(placed.scene.lines[1].say)
        await expect(first.locator("[data-reactions]")).to_contain_text("👍")
        assert await playing
    await expect(ana.message(placed.scene.lines[-1].typo or "")).to_have_count(0)
