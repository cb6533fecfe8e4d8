"""Two nodes behind a real proxy: whatever part of it dies while people talk, their windows end equal.

Ana's window is on the first node, Boris's on the second. In the middle of their talk the first node is
killed, then Redis, then PostgreSQL; they type on and see only that the connection was gone for a moment.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import update

from balkancluster import clock
from balkancluster.members.models import Person
from tests.browser.windows import Window
from tests.conftest import PROGRAMS, migrate_url
from tests.operate.installation import PASSWORD, Installation, live, running_installation, signed_in
from tests.operate.proxies import NAME, URL, Certificate, Proxy, find_proxy
from tests.services.chromium import find_chromium, launch_chromium
from tests.services.databases import PostgreSQLDatabases
from tests.services.postgresql import PostgreSQL, find_postgresql
from tests.services.redis import Redis

pytestmark = pytest.mark.slow

TYPED_AT_ONCE = 4
OTHERS_AT_FIRST = 6
ESTABLISHED = "01"

# Every notice that a window shows, from its first page on.
NOTE_NOTICES = """
addEventListener("DOMContentLoaded", () => {
  const note = () => {
    const place = document.getElementById("notice");
    const words = place?.querySelector("p")?.textContent;
    const kept = JSON.parse(sessionStorage.noted ?? "[]");
    const last = JSON.stringify([place?.className, words]);
    if (words && kept.at(-1) !== last) sessionStorage.noted = JSON.stringify([...kept, last]);
  };
  new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
});
"""


class Town:
    """The installation, its services and its proxy."""

    def __init__(
        self, installation: Installation, proxy: Proxy, postgresql: PostgreSQL, redis: Redis
    ) -> None:
        self.installation, self.proxy = installation, proxy
        self.postgresql, self.redis = postgresql, redis

    async def open_windows(self, browser: Browser, room: str) -> tuple[Window, Window]:
        """Let Ana sit down at the first node and Boris at the second."""
        await self.installation.kill(1)
        ana = await self._open_window(browser, "ana", room)
        async with AsyncExitStack() as others:
            # While there is one node only, it fills up; so the next window goes to the other.
            client = await others.enter_async_context(signed_in(self.proxy, "ana"))
            for _ in range(OTHERS_AT_FIRST):
                await others.enter_async_context(live(self.proxy, client))
            await self.installation.heal()
            await self._until_used(client.get)
            boris = await self._open_window(browser, "boris", room)
        return ana, boris

    async def _open_window(self, browser: Browser, name: str, room: str) -> Window:
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, ignore_https_errors=True)
        await context.add_init_script(NOTE_NOTICES)
        window = Window(await context.new_page(), URL)
        window.page.on("websocket", lambda socket: window.sockets.append(socket))
        await window.open("/sign-in")
        await window.page.locator("input[name=email]").fill(f"{name}@klaster.example")
        await window.page.locator("input[name=password]").fill(PASSWORD)
        await window.page.locator("input[name=password]").press("Enter")
        await window.page.wait_for_url("**/rooms**")
        await window.open_live(f"/rooms/{room}")
        return window

    async def _until_used(self, get: Callable[[str], Awaitable[object]]) -> None:
        """Return once the proxy sends requests to the second node."""
        port = f":{self.installation.ports[1]:04X}"
        async with asyncio.timeout(30):
            while not _is_connected(port):
                await get("/rooms")


def _is_connected(port: str) -> bool:
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    return any(line.split()[1].endswith(port) and line.split()[3] == ESTABLISHED for line in lines)


@pytest.fixture(params=["caddy", "nginx"])
async def town(request: pytest.FixtureRequest, redis: Redis, tmp_path: Path) -> AsyncIterator[Town]:
    """Two nodes of their own on a PostgreSQL and a Redis of their own, behind Caddy or nginx."""
    programs = find_postgresql()
    if programs is None or find_proxy(request.param) is None or shutil.which("openssl") is None:
        pytest.skip(f"PostgreSQL, {request.param} or openssl is not installed here")
    postgresql = PostgreSQL(programs)
    postgresql.start()
    url = await PostgreSQLDatabases(postgresql, migrate_url, "town").create_migrated()
    for folder in ("nodes", "proxy"):
        (tmp_path / folder).mkdir()
    async with running_installation(tmp_path / "nodes", url, redis.url) as installation:
        request.node.stash.setdefault(PROGRAMS, []).extend(installation.nodes)
        proxy = Proxy(request.param, tmp_path / "proxy", Certificate(tmp_path), installation.ports)
        await proxy.start({})
        async with installation.network.database.write() as session:
            await session.execute(update(Person).values(toured_at=clock.now()))
        yield Town(installation, proxy, postgresql, redis)
        await proxy.stop()
    postgresql.stop()


@pytest.fixture
async def browser(town: Town) -> AsyncIterator[Browser]:
    """A browser that finds the name of the samples at the proxy."""
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed here")
    async with launch_chromium(
        program, f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{town.proxy.port}"
    ) as one:
        yield one


async def type_on(window: Window, subject: str) -> list[str]:
    """Say several things in a row without waiting for anything, and return them."""
    words = [f"{subject} {number}" for number in range(TYPED_AT_ONCE)]
    for one in words:
        await window.say(one)
    return words


async def notices(window: Window) -> set[str]:
    """Return the kinds of all notices that this window has shown."""
    noted: list[str] = await window.page.evaluate(
        "JSON.parse(sessionStorage.noted ?? '[]').map(one => JSON.parse(one)[0])"
    )
    return set(noted)


async def test_whatever_dies_while_they_talk_both_windows_end_equal(town: Town, browser: Browser) -> None:
    network = town.installation.network
    room = str(await network.open_room(network.ana, network.boris))
    ana, boris = await town.open_windows(browser, room)
    typed = {
        "Ana": [*await type_on(ana, "Ana na početku")],
        "Boris": [*await type_on(boris, "Boris na početku")],
    }
    await ana.sees(typed["Boris"][-1])
    await boris.sees(typed["Ana"][-1])

    faults: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "čvora": lambda: town.installation.kill(0),
        "Redisa": lambda: asyncio.to_thread(town.redis.restart),
        "baze": lambda: asyncio.to_thread(town.postgresql.restart),
    }
    for name, fail in faults.items():
        lines = ana.sockets[-1], boris.sockets[-1]
        assert not any(line.is_closed() for line in lines)
        failing = asyncio.create_task(fail())
        typed["Ana"] += await type_on(ana, f"Ana usred {name}")
        typed["Boris"] += await type_on(boris, f"Boris usred {name}")
        await failing
        typed["Ana"] += await type_on(ana, f"Ana posle {name}")
        for window, other in ((ana, "Boris"), (boris, "Ana")):
            await expect(window.pending).to_have_count(0, timeout=30_000)
            await expect(window.message(typed[other][-1])).to_have_count(1, timeout=30_000)
        if name == "čvora":
            assert [line.is_closed() for line in lines] == [True, False], "one window at each node"

    said = await ana.said()
    assert said == await boris.said()
    for words in typed.values():
        assert [one for one in said if one in words] == words
    assert sorted(said) == sorted(words for some in typed.values() for words in some)
    for window in (ana, boris):
        assert await notices(window) <= {"notice", "notice good"}
        await window.page.reload()
        assert await window.said() == said
