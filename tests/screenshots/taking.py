"""Taking the pictures: one window for each person and width, as wide and as touchable as theirs would be."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, FloatRect, Page, ViewportSize

from tests.browser.accessibility_pages import VISITOR
from tests.screenshots.pictures import Picture

PHONE = 600
"""Narrower windows are touched, wider ones have a mouse."""

LONGEST = 2400
"""What is further down a long page looks like what is above it."""

TALK = "[data-talk]"
"""A conversation fills the window and opens at its newest words: above and below there is only more of it."""

SETTLED = """() => document.fonts.ready.then(
  () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"""


class Camera:
    """Takes pictures of one running demo into one folder."""

    def __init__(self, browser: Browser, url: str, places: Mapping[str, str], folder: Path) -> None:
        self._browser = browser
        self._url = url
        self._places = places
        self._folder = folder
        self._windows: dict[tuple[str, int], Page] = {}
        self._shown: dict[str, tuple[str, str]] = {}
        self.complaints: list[str] = []

    async def take(self, picture: Picture) -> Path:
        """Take one picture and return its file; what is wrong with the page is a complaint."""
        window = await self._window(picture)
        await window.emulate_media(color_scheme=picture.theme, reduced_motion="reduce")
        await self._open(window, picture)
        file = self._folder / f"{picture.name}.png"
        whole = picture.whole and not await window.query_selector(TALK)
        part = await _part(window, picture) if whole else None
        await window.screenshot(path=file, animations="disabled", caret="hide", full_page=whole, clip=part)
        return file

    async def close(self) -> None:
        """Close every window."""
        for window in self._windows.values():
            await window.context.close()

    async def _window(self, picture: Picture) -> Page:
        key = (picture.person, picture.width)
        if key not in self._windows:
            self._windows[key] = await self._open_window(picture)
        return self._windows[key]

    async def _open_window(self, picture: Picture) -> Page:
        is_phone = picture.width < PHONE
        context = await self._browser.new_context(
            viewport=ViewportSize(width=picture.width, height=picture.height),
            is_mobile=is_phone,
            has_touch=is_phone,
        )
        if picture.person != VISITOR:
            await self._send(context, "/demo/sign-in", person=f"{picture.person}@demo.example")
            # A newcomer's tour would stand in front of every page.
            await self._send(context, "/tour/end", next="/")
        return await context.new_page()

    async def _send(self, context: BrowserContext, address: str, **form: str | float | bool) -> None:
        await context.request.post(
            self._url + address, form=form, headers={"Origin": self._url}, max_redirects=0
        )

    async def _open(self, window: Page, picture: Picture) -> None:
        """Open the page in its language; in another theme only the colours change, not the page."""
        address = self._url + picture.address.format_map(self._places)
        key = f"{picture.person} {picture.width}"
        if self._shown.get(key) == (address, picture.locale):
            return
        await self._send(window.context, "/language", locale=picture.locale)
        answer = await window.goto(address)
        if answer is None or answer.status != picture.status:
            self.complaints.append(f"{address} answers {answer and answer.status}, not {picture.status}")
        await window.evaluate(SETTLED)
        self._shown[key] = (address, picture.locale)


async def _part(window: Page, picture: Picture) -> FloatRect:
    long = await window.evaluate("document.documentElement.scrollHeight")
    return FloatRect(x=0, y=0, width=picture.width, height=min(max(long, picture.height), LONGEST))


async def take_all(camera: Camera, pictures: Sequence[Picture]) -> list[Path]:
    """Take pictures in turn, and close the windows."""
    try:
        return [await camera.take(picture) for picture in pictures]
    finally:
        await camera.close()
