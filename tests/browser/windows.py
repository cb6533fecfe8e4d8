"""One person's browser window in a room: what they do in it and what they see."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, Response, WebSocket, expect

LIVE_SECONDS = 30


@dataclass
class Window:
    """A signed-in person at one page; `sockets` are the live connections the page has opened."""

    page: Page
    url: str
    sockets: list[WebSocket] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def open_live(self, path: str) -> None:
        """Open a page and return once its socket follows the rooms."""
        async with self.going_live():
            await self.open(path)

    @contextlib.asynccontextmanager
    async def going_live(self) -> AsyncIterator[None]:
        """Do what opens another page, and leave once the socket of that page has heard the server.

        The page before may open its own only now, and take it along when it goes: that one does not count. On
        a busy machine a page may take its line for blocked and ask by requests: then it is heard as well.
        """
        heard: asyncio.Queue[WebSocket | None] = asyncio.Queue()

        def note(answer: Response) -> None:
            if answer.url.endswith("/api/v1/live"):
                heard.put_nowait(None)

        def watch(socket: WebSocket) -> None:
            # The first frame may come before anybody could begin to wait for it.
            socket.once("framereceived", lambda _frame: heard.put_nowait(socket))

        self.page.on("websocket", watch)
        self.page.on("response", note)
        yield
        async with asyncio.timeout(LIVE_SECONDS):
            while (socket := await heard.get()) and socket.is_closed():
                pass
        self.page.remove_listener("websocket", watch)
        self.page.remove_listener("response", note)

    @property
    def composer(self) -> Locator:
        return self.page.locator("#text")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#notice")

    @property
    def pending(self) -> Locator:
        return self.page.locator("[data-pending]")

    async def say(self, words: str) -> None:
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def post(self, words: str) -> None:
        """Say something and return when the server has it and the room shows it."""
        await self.say(words)
        await self.sees(words)

    def message(self, words: str) -> Locator:
        body = self.page.locator(".body", has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$"))
        return self.page.locator("[data-log] article[data-id]", has=body)

    async def sees(self, words: str) -> None:
        await expect(self.message(words)).to_have_count(1)

    async def said(self) -> list[str]:
        """Return the words of every message in the log, in the order shown."""
        return [text.strip() for text in await self.page.locator("article[data-id] .body").all_inner_texts()]

    async def edit(self, before: str, after: str) -> None:
        await self.use(before, "edit")
        field = self.message_field
        await field.fill(after)
        await field.press("Enter")
        await self.sees(after)

    @property
    def message_field(self) -> Locator:
        return self.page.locator("[data-editing] textarea")

    async def take_back(self, words: str) -> None:
        await self.use(words, "remove")
        await self.page.locator("dialog .grave").click()
        await expect(self.page.locator("dialog")).to_have_count(0)
        await expect(self.message(words)).to_have_count(0)

    async def choose(self, words: str, act: str) -> None:
        """Choose something in the menu of a message."""
        await self.use(words, "more")
        await self.page.locator(f"#message-menu [data-act={act}]").click()

    async def use(self, words: str, tool: str) -> None:
        message = self.message(words)
        await message.hover()
        if tool not in ("reply", "react", "more"):
            await message.locator("[data-more]").click()
            # The menu, or without scripts the page in its place.
            message = self.page.locator("#message-menu:popover-open, main > .inside")
        await message.locator(f"[data-{tool}]").click()

    async def switch_to(self, locale: str) -> None:
        await self.page.locator(f"#langs [value='{locale}']").click()
        await expect(self.page.locator("html")).to_have_attribute("lang", locale)

    async def submit(self, path: str, **form: str) -> str:
        """Send a form as this person and return the address it led to."""
        answer = await self.page.request.post(self.url + path, form=dict(form), headers={"Origin": self.url})
        assert answer.ok, f"{answer.status} for {path}: {await answer.text()}"
        return answer.url.removeprefix(self.url)


OpenWindow = Callable[..., Awaitable[Window]]


async def open_window(context: BrowserContext, url: str, person: str, locale: str) -> Window:
    """Sign a person of the demo in, in a language, and open an empty page."""
    window = Window(await context.new_page(), url)
    window.page.on("websocket", lambda socket: window.sockets.append(socket))
    window.page.on("response", lambda answer: _note_accepted(window, answer))
    window.page.on("pageerror", _fail)
    await window.submit("/demo/sign-in", person=f"{person}@demo.example")
    await window.submit("/language", locale=locale)
    return window


def _note_accepted(window: Window, answer: Any) -> None:
    if answer.status == 201 and answer.url.endswith("/messages"):
        window.accepted.append(answer.request.post_data_json["body"])


def _fail(error: Exception) -> None:
    raise AssertionError(f"a script of the page failed: {error}")


async def make_room(owner: Window, *others: str) -> str:
    """Let somebody open a private room and bring others in; return its address."""
    made = await owner.submit("/rooms", kind="private", **{"name-en": "Knitwear", "name-bg": "Плетива"})
    room = "/".join(made.split("/")[:3])
    for other in others:
        await owner.submit(f"{room}/members", person=f"{other}@demo.example")
    return room
