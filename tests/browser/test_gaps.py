"""The socket as the browser hears it: frames lost, doubled or late never show (D7, D9, D11, D13)."""

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.async_api import Route, WebSocketRoute, expect

from tests.browser.windows import OpenWindow, Window, make_room

Frame = dict[str, Any]


class Line:
    """Stands between a page and the server and may change what the page hears."""

    def __init__(self) -> None:
        self.sent: list[Frame] = []
        self.change: Callable[[Frame], list[Frame]] = lambda frame: [frame]
        self._page: WebSocketRoute | None = None

    async def attach(self, window: Window) -> None:
        await window.page.route_web_socket("**/live", self._join)

    def tell(self, frame: Frame) -> None:
        assert self._page
        self._page.send(json.dumps(frame))

    async def close(self, code: int) -> None:
        assert self._page
        await self._page.close(code=code)

    def _join(self, page: WebSocketRoute) -> None:
        self._page = page
        server = page.connect_to_server()
        page.on_message(lambda text: self._pass_up(server, str(text)))
        server.on_message(lambda text: self._pass_down(page, str(text)))

    def _pass_up(self, server: WebSocketRoute, text: str) -> None:
        self.sent.append(json.loads(text))
        server.send(text)

    def _pass_down(self, page: WebSocketRoute, text: str) -> None:
        for frame in self.change(json.loads(text)):
            page.send(json.dumps(frame))

    def subscriptions(self, room: str) -> int:
        return sum(frame["t"] == "sub" and frame["room"] == room.rsplit("/", 1)[-1] for frame in self.sent)


def loses(count: int) -> Callable[[Frame], list[Frame]]:
    """Return a fault of the line: so many frames with events are lost, those after them are not."""
    left = count

    def change(frame: Frame) -> list[Frame]:
        nonlocal left
        if frame["t"] == "events" and left:
            left -= 1
            return []
        return [frame]

    return change


async def open_pair(window_of: OpenWindow, line: Line) -> tuple[Window, Window, str]:
    ana, elena = await window_of("ana", "sr-Latn"), await window_of("elena", "bg")
    room = await make_room(ana, "elena")
    await line.attach(elena)
    await ana.open_live(room)
    await elena.open(room)
    await ana.post("Pre svega")
    await elena.sees("Pre svega")
    return ana, elena, room


async def test_a_lost_frame_is_asked_for_when_the_next_one_comes(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    line.change = loses(1)
    await ana.post("Izgubljeno")
    await ana.post("Sledeće")
    await elena.sees("Sledeće")
    assert await elena.said() == ["Pre svega", "Izgubljeno", "Sledeće"]
    assert line.subscriptions(room) == 2


async def test_the_heartbeat_shows_a_loss_at_the_end(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    line.change = loses(1)
    await ana.post("Poslednje")
    number = room.rsplit("/", 1)[-1]
    head = await ana.message("Poslednje").get_attribute("data-seq")
    line.tell({"t": "heads", "rooms": {number: int(head or 0)}})
    await elena.sees("Poslednje")


async def test_a_doubled_frame_shows_once(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    line.change = lambda frame: [frame, frame]
    await ana.post("Dvaput poslato")
    await ana.post("Kraj")
    await elena.sees("Kraj")
    assert await elena.said() == ["Pre svega", "Dvaput poslato", "Kraj"]
    assert line.subscriptions(room) == 1


async def test_a_gap_that_cannot_be_filled_loads_the_page_once(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    line.change = lambda frame: [] if frame["t"] == "events" else [frame]
    await ana.post("Na stranici")
    number = room.rsplit("/", 1)[-1]
    head = int(await ana.message("Na stranici").get_attribute("data-seq") or 0)
    await elena.page.clock.install()
    async with elena.page.expect_event("load"):
        for _beat in range(5):
            line.tell({"t": "heads", "rooms": {number: head}})
            await elena.page.clock.run_for(2_000)
    await elena.sees("Na stranici")


async def test_what_is_lost_for_ever_loads_the_page_exactly_once_and_goes_another_way(
    window_of: OpenWindow,
) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    loads: list[object] = []
    elena.page.on("load", lambda page: loads.append(page))
    line.change = lambda frame: [] if frame["t"] == "events" else [frame]
    async with elena.page.expect_event("load"):
        for words in ("Prva", "Druga"):
            await ana.post(words)
            head = int(await ana.message(words).get_attribute("data-seq") or 0)
            line.tell({"t": "heads", "rooms": {room.rsplit("/", 1)[-1]: head}})
    await elena.sees("Druga")
    async with elena.page.expect_request(lambda request: request.url.endswith("/api/v1/live")):
        await ana.post("Treća")
        await elena.say("Četvrta")
    await elena.sees("Treća")
    await elena.sees("Četvrta")
    assert await elena.said() == ["Pre svega", "Prva", "Druga", "Treća", "Četvrta"]
    assert len(loads) == 1


async def test_another_life_of_the_log_loads_the_talk_anew_and_keeps_the_draft(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    line.change = loses(1)
    await elena.composer.fill("Недовършено")
    await ana.post("Posle vraćanja")
    number = room.rsplit("/", 1)[-1]
    line.tell({"t": "reset", "room": number, "epoch": "another", "head": 1})
    await elena.sees("Posle vraćanja")
    await expect(elena.composer).to_have_value("Недовършено")


async def test_a_talk_that_cannot_be_loaded_anew_just_then_is_loaded_a_moment_later(
    window_of: OpenWindow,
) -> None:
    line = Line()
    ana, elena, room = await open_pair(window_of, line)
    tried: list[str] = []

    async def fail_once(route: Route) -> None:
        tried.append(route.request.url)
        await (route.abort() if len(tried) == 1 else route.continue_())

    line.change = loses(1)
    await elena.page.route(f"**{room}/**", fail_once)
    await ana.post("Dok je server zauzet")
    line.tell({"t": "reset", "room": room.rsplit("/", 1)[-1], "epoch": "another", "head": 1})
    await elena.sees("Dok je server zauzet")
    assert len(tried) > 1


async def test_a_close_for_good_is_said_and_not_tried_again(window_of: OpenWindow) -> None:
    line = Line()
    _ana, elena, _room = await open_pair(window_of, line)
    await line.close(4501)
    await expect(elena.notice.locator("a[href^='/sign-in']")).to_be_visible()
    assert sum(frame["t"] == "hello" for frame in line.sent) == 1


async def test_a_restart_is_come_back_from(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, _room = await open_pair(window_of, line)
    await line.close(1012)
    await ana.post("Posle ponovnog pokretanja")
    await elena.sees("Posle ponovnog pokretanja")
    assert sum(frame["t"] == "hello" for frame in line.sent) == 2


async def test_who_is_told_when_to_come_back_comes_no_sooner(window_of: OpenWindow) -> None:
    line = Line()
    ana, elena, _room = await open_pair(window_of, line)
    line.tell({"t": "bye", "after_ms": 3_000})
    await line.close(1012)
    began = time.monotonic()
    await ana.post("Dok je server odsutan")
    await elena.sees("Dok je server odsutan")
    assert time.monotonic() - began >= 2.5
    assert sum(frame["t"] == "hello" for frame in line.sent) == 2


async def test_a_way_back_is_waited_for_longer_each_time_and_by_chance(ana: Window) -> None:
    await ana.open("/rooms")
    script = await ana.page.locator("script[type=module]").first.get_attribute("src")
    waits: list[list[float]] = await ana.page.evaluate(
        """async (script) => {
          const { jitter } = await import(new URL("backoff.js", new URL(script, location.href)));
          return [0, 1, 3, 20].map((attempt) => Array.from({ length: 500 }, () => jitter(attempt)));
        }""",
        script,
    )
    for found, longest in zip(waits, (500, 1_000, 4_000, 30_000), strict=True):
        assert 0 <= min(found) < longest * 0.1
        assert longest * 0.9 < max(found) <= longest


async def test_who_signs_out_elsewhere_is_told_within_seconds(ana: Window, room: str) -> None:
    await ana.open_live(room)
    await ana.submit("/sign-out")
    await expect(ana.notice.locator("a[href^='/sign-in']")).to_be_visible()
