"""What scripts put on the page can be used by everybody too, in both themes."""

import pytest
from playwright.async_api import expect

from tests.browser.accessibility_checks import find_faint_in_the_dark, find_violations
from tests.browser.windows import Window

Talk = tuple[Window, Window]


async def ensure_usable(window: Window) -> None:
    # Colours that still fade from one theme to the other would be measured half way.
    await window.page.emulate_media(reduced_motion="reduce")
    faults = [*await find_violations(window.page), *await find_faint_in_the_dark(window.page)]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
async def test_a_talk_with_everything_open(talk: Talk) -> None:
    ana, elena = talk
    await elena.post("Здравей @Ana Đorđević")
    await ana.sees("Здравей @Ana Đorđević")
    await ana.post("Za izmenu")
    await ana.post("Za povlačenje")
    await ana.take_back("Za povlačenje")
    await ana.say("d" * 8001)
    await expect(ana.page.locator("[data-pending].failed")).to_have_count(1)
    await ana.use("Za izmenu", "edit")
    await expect(ana.message_field).to_be_visible()
    await ana.use("Здравей @Ana Đorđević", "reply")
    await ana.composer.press_sequentially("@")
    await expect(ana.page.locator("[role=option]").first).to_be_visible()
    await ensure_usable(ana)


@pytest.mark.slow
async def test_a_talk_without_a_connection(talk: Talk) -> None:
    ana, _elena = talk
    await ana.page.context.set_offline(True)
    await ana.say("Čeka vezu")
    await expect(ana.pending).to_have_attribute("data-state", "waiting")
    await expect(ana.notice.locator("p")).to_be_visible()
    await ensure_usable(ana)
    await ana.page.context.set_offline(False)
    await expect(ana.notice).to_have_class("notice good")
    await ensure_usable(ana)


@pytest.mark.slow
async def test_the_question_before_a_removal(talk: Talk) -> None:
    ana, _elena = talk
    await ana.post("Da li da povučem?")
    await ana.use("Da li da povučem?", "remove")
    await expect(ana.page.locator("dialog")).to_be_visible()
    await ensure_usable(ana)
