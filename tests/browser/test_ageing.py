"""Days and times on a page that stays open: right where the reader lives, in the words of the server."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from balkancluster.i18n.formats import Formats
from balkancluster.i18n.locales import TAGS
from balkancluster.web.pages import environment
from tests.browser.test_away import say_to
from tests.browser.windows import OpenWindow, Window

SOFIA = "Europe/Sofia"

NOWS = (
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 22, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 21, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 21, 59, tzinfo=UTC),
)
"""An ordinary morning, a new year in Sofia, and the evenings after clocks went forward and back."""

AGES = (
    *(timedelta(seconds=seconds) for seconds in (0, 59, 60, 119)),
    *(timedelta(minutes=minutes) for minutes in (2, 5, 11, 21, 22, 59)),
    *(timedelta(hours=hours) for hours in (1, 2, 5, 11, 21, 22, 23, 24, 25, 47)),
    *(timedelta(days=days) for days in range(2, 400, 13)),
)

SAY = """async ([script, zone, now, times]) => {
  const {loadWords} = await import(script.replace('clock', 'words'));
  const {ago, dayHeading, dayOf, when} = await import(script);
  await loadWords(document.body.dataset.catalog);
  document.body.dataset.timeZone = zone;
  const moment = new Date(now);
  return times.map((time) => {
    const date = new Date(time);
    return [ago(date, moment), when(date, moment), dayHeading(dayOf(date), moment)];
  });
}"""

WHEN = '{% import "rooms/_parts.html" as parts with context %}{{ parts.when(at) }}'


def said_by_server(locale: str, at: datetime, now: datetime) -> list[str]:
    formats = Formats(locale, SOFIA)
    when = environment(locale).from_string(WHEN).render(formats=formats, now=now, at=at)
    words = re.sub(r"<[^>]+>", "", when).strip()
    return [formats.relative(at, now), words, formats.day_heading(at, now)]


@pytest.mark.parametrize("locale", TAGS)
async def test_scripts_say_what_the_server_says(window_of: OpenWindow, locale: str) -> None:
    elena = await window_of("elena", locale, timezone_id="Asia/Tokyo")
    await elena.open("/")
    await expect(elena.page.locator("html")).to_have_attribute("lang", locale)
    app = await elena.page.locator("script[src*='app.js']").get_attribute("src") or ""
    for now in NOWS:
        times = [now - age for age in AGES]
        asked: list[Any] = [
            app.replace("app.js", "clock.js"),
            SOFIA,
            now.isoformat(),
            [time.isoformat() for time in times],
        ]
        assert await elena.page.evaluate(SAY, asked) == [said_by_server(locale, at, now) for at in times]


def until_midnight(zone: str) -> timedelta:
    now = datetime.now(ZoneInfo(zone))
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - now


async def test_today_becomes_yesterday_at_the_reader_s_midnight_and_not_the_browser_s(
    window_of: OpenWindow, ana: Window, room: str
) -> None:
    await say_to(ana, room, "Danas rečeno")
    elena = await window_of("elena", "bg", timezone_id="America/New_York")
    await elena.page.clock.install()
    await elena.open(room)
    heading = elena.page.locator("[data-day]")
    await expect(heading).to_have_text("Днес")
    left = until_midnight(SOFIA)
    await elena.page.clock.fast_forward(int((left - timedelta(minutes=2)).total_seconds() * 1000))
    await expect(heading).to_have_text("Днес")
    await elena.page.clock.fast_forward(4 * 60_000)
    await expect(heading).to_have_text("Вчера")
    await elena.page.clock.fast_forward(24 * 60 * 60_000)
    day = datetime.now(ZoneInfo(SOFIA))
    await expect(heading).to_have_text(Formats("bg", SOFIA).day_heading(day, day + timedelta(days=2)))


async def test_how_long_ago_grows_by_itself(ana: Window, elena: Window, room: str) -> None:
    await say_to(ana, room, "Upravo sada")
    await elena.page.clock.install()
    await elena.open("/away")
    time = elena.page.locator(f"#away-{room.rsplit('/', 1)[-1]} time[data-ago]")
    await elena.page.clock.fast_forward(5 * 60_000)
    await expect(time).to_have_text(re.compile("^преди [4-6] минути$"))
    await elena.page.clock.fast_forward(3 * 60 * 60_000)
    await expect(time).to_have_text("преди 3 часа")


async def test_a_day_has_one_heading_whatever_is_loaded_around_it(ana: Window, elena: Window) -> None:
    await ana.open("/rooms")
    textile = ana.page.locator("#my-rooms li", has_text="Tekstil").locator("h3 a").first
    await textile.click()
    for _load in range(2):
        if not await ana.page.locator("[data-older]").count():
            break
        first = await ana.page.locator("[data-log] article[data-id]").first.get_attribute("id")
        await ana.page.locator("[data-older]").click()
        await expect(ana.page.locator(f"[data-log] article[data-id]:first-of-type#{first}")).to_have_count(0)
    await ana.post("Još jedna, danas")
    await ana.switch_to("bg")
    days = await ana.page.locator("[data-day]").evaluate_all("all => all.map(day => day.dataset.day)")
    assert days == sorted(set(days))
    assert days[-1] == datetime.now(ZoneInfo("Europe/Belgrade")).date().isoformat()
