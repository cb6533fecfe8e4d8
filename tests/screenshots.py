"""`python -m tests.screenshots [--out docs/images] [PATTERN]`: pictures of the demo for the documents.

PATTERN chooses pictures by name, as in the shell: 'room-*'. Filling the demo takes some seconds.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize

from balkancluster.i18n.locales import TAGS
from tests.services.chromium import find_chromium, launch_chromium
from tests.services.demo import busiest_room, fill_demo, running_demo, signed_in_to_demo
from tests.services.house import DOCS

LIMIT = 250_000
WIDE, PHONE = (1440, 900), (360, 740)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as one person sees it; `{room}` in an address is the room with the most talk."""

    name: str
    address: str
    person: str = ""
    locale: str = "en"
    theme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = WIDE


PEOPLE = {"sr-Cyrl": "vesna", "sr-Latn": "ana", "bg": "elena", "en": "boris"}

PICTURES = (
    *(Picture(f"room-{locale}", "/rooms/{room}", PEOPLE[locale], locale) for locale in TAGS),
    Picture("room-360-dark", "/rooms/{room}", "ana", "sr-Latn", "dark", PHONE),
    Picture("home", "/", "elena", "bg"),
    Picture("sign-in", "/sign-in", locale="sr-Latn"),
    Picture("directory", "/members", "ana", "sr-Latn"),
)


async def open_page(browser: Browser, url: str, picture: Picture) -> Page:
    """Open a window of the person in the picture, in their language."""
    size = ViewportSize(width=picture.size[0], height=picture.size[1])
    context = await browser.new_context(viewport=size, color_scheme=picture.theme, reduced_motion="reduce")
    if picture.person:
        person: dict[str, str | float | bool] = {"person": f"{picture.person}@demo.example"}
        await context.request.post(f"{url}/demo/sign-in", form=person, headers={"Origin": url})
    await context.request.post(f"{url}/language", form={"locale": picture.locale}, headers={"Origin": url})
    return await context.new_page()


async def take(browser: Browser, url: str, room: str, picture: Picture, folder: Path) -> None:
    """Take one picture. Raises SystemExit where it is too heavy for a document."""
    page = await open_page(browser, url, picture)
    await page.goto(url + picture.address.format(room=room), wait_until="networkidle")
    file = folder / f"{picture.name}.png"
    await page.screenshot(path=file, animations="disabled", caret="hide")
    await page.context.close()
    size = file.stat().st_size
    sys.stdout.write(f"{file} {size // 1000} kB\n")
    if size > LIMIT:
        raise SystemExit(f"{file} is heavier than {LIMIT // 1000} kB")


async def take_all(pictures: list[Picture], filled: Path, folder: Path) -> None:
    """Fill a demo, serve a copy of it and take the pictures."""
    program = find_chromium()
    if program is None:
        raise SystemExit("Chromium is not installed here.")
    await fill_demo(filled)
    async with running_demo(filled, filled.parent) as demo, launch_chromium(program) as browser:
        async with signed_in_to_demo(demo.url, "ana") as ana:
            room = (await busiest_room(ana))["id"]
        for picture in pictures:
            await take(browser, demo.url, room, picture, folder)


def main(arguments: list[str]) -> None:
    """Take the pictures that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("pattern", nargs="?", default="*")
    parser.add_argument("--out", type=Path, default=DOCS / "images")
    chosen = parser.parse_args(arguments)
    pictures = [picture for picture in PICTURES if fnmatch(picture.name, chosen.pattern)]
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        filled = Path(place, "filled")
        filled.mkdir()
        asyncio.run(take_all(pictures, filled, chosen.out))


if __name__ == "__main__":
    main(sys.argv[1:])
