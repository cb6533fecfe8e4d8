"""A laptop that slept for hours, and a page out of the browser's memory: both go on where they were."""

import asyncio

from playwright.async_api import expect

from balkancluster.database import Database, new_id
from balkancluster.members.actors import find_by_person
from balkancluster.realtime.log import Log
from balkancluster.rooms.posting import Draft, post_message
from balkancluster.settings import sqlite_url
from tests.browser.test_away import unread_in
from tests.browser.test_gaps import Frame, Line
from tests.browser.windows import OpenWindow, Window, make_room
from tests.services.program import Program

MANY = 1_020


class Sleep:
    """What a sleeping page is told: nothing of it arrives."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def swallow(self, frame: Frame) -> list[Frame]:
        if frame["t"] == "events":
            self._last[frame["room"]] = frame["events"][-1]["seq"]
        return []

    async def swallowed(self, last: dict[str, int]) -> None:
        """Wait until all of this was told: what came later would wake the page, and only for its own room."""
        async with asyncio.timeout(60):
            while any(self._last.get(room) != seq for room, seq in last.items()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def say_much(demo: Program, person_id: int, rooms: list[str]) -> dict[str, int]:
    """Let somebody say more than anybody is caught up with, past this browser; return the last numbers."""
    database = Database(sqlite_url(demo.data), is_durable=False)
    log = Log(database)
    async with database.read() as session:
        actor = await find_by_person(session, person_id)
    assert actor
    last = {}
    for room in [room.rsplit("/", 1)[-1] for room in rooms]:
        for number in range(MANY):
            draft = Draft(new_id(), f"Dok spava {number}")
            last[room] = (await post_message(database, log, actor, int(room), draft)).seq
    await log.close()
    await database.close()
    return last


async def id_of(window: Window) -> int:
    """Return who sits at this window."""
    return int(await window.page.locator("body").get_attribute("data-person") or 0)


async def test_after_eight_hours_of_sleep_the_gap_is_declared_and_the_counts_are_right(
    demo: Program, window_of: OpenWindow
) -> None:
    ana, elena = await window_of("ana", "sr-Latn"), await window_of("elena", "bg")
    open_room, other_room = await make_room(ana, "elena"), await make_room(ana, "elena")
    line = Line()
    await line.attach(elena)
    await ana.open_live(open_room)
    await elena.page.clock.install()
    await elena.open(open_room)
    await ana.post("Laku noć")
    await elena.sees("Laku noć")

    sleep = Sleep()
    line.change = sleep.swallow
    await sleep.swallowed(await say_much(demo, await id_of(ana), [open_room, other_room]))
    line.change = lambda frame: [frame]
    await elena.page.clock.fast_forward("08:00:00")

    await elena.sees(f"Dok spava {MANY - 1}")
    await expect(elena.message("Laku noć")).to_have_count(0)
    await elena.page.locator("[data-older]").click()
    await elena.sees(f"Dok spava {MANY - 60}")
    unread = await unread_in(elena, other_room)
    assert unread >= 1_000
    badge = elena.page.locator(f"#room-{other_room.rsplit('/', 1)[-1]} [data-badge]")
    await expect(badge).to_contain_text(str(unread)[0])
    shown = "".join(letter for letter in await badge.inner_text() if letter.isdigit())
    await elena.page.reload()
    assert shown == "".join(letter for letter in await badge.inner_text() if letter.isdigit())


async def test_a_page_out_of_the_memory_of_the_browser_catches_up(talk: tuple[Window, Window]) -> None:
    ana, elena = talk
    tell = "kind => dispatchEvent(new PageTransitionEvent(kind, { persisted: true }))"
    sleeping = elena.sockets[-1]
    async with elena.page.expect_event("websocket"):
        await elena.page.evaluate(tell, "pagehide")
        await ana.post("Dok je strana u fioci")
        assert sleeping.is_closed()
        await elena.page.evaluate(tell, "pageshow")
    await elena.sees("Dok je strana u fioci")
    await elena.post("Ето ме пак")
    await ana.sees("Ето ме пак")
