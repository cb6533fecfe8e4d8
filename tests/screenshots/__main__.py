"""`python -m tests.screenshots [PATTERN]`: pictures of the demo for the documents.

With --all it takes every page of the route table at three widths, in four locales, light and dark, and
writes contact sheets beside them: index.html with every page, and sheets/ with a picture for each page and
width, its locales side by side. PATTERN chooses by name, as in the shell: 'room-*'; with
--all by the page, as in 'members*'. Filling the demo takes some seconds; --url looks at one that runs.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from fnmatch import fnmatch
from pathlib import Path

from balkancluster.app import build_app
from balkancluster.i18n.locales import TAGS
from balkancluster.settings import Settings, sqlite_url
from tests.browser.accessibility_pages import PAGES, find_places, page_routes
from tests.screenshots.pictures import DOCUMENTED, THEMES, WIDTHS, Picture, every_page
from tests.screenshots.sheet import contact_sheet, join_locales
from tests.screenshots.taking import Camera, take_all
from tests.services.chromium import find_chromium, launch_chromium
from tests.services.demo import fill_demo, running_demo
from tests.services.house import DOCS, ROOT

LIMIT = 250_000
EVERYTHING = ROOT / "build" / "screenshots"


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the command line asks for; a wrong one ends the program with its reason."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.screenshots",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pattern", nargs="?", default="*")
    parser.add_argument("--all", action="store_true", help="every page of the route table")
    parser.add_argument("--out", type=Path, help=f"a folder; otherwise docs/images, or {EVERYTHING.name}")
    parser.add_argument("--url", help="a demo that is running, instead of one of this checkout")
    parser.add_argument("--widths", type=_list_of(int), default=list(WIDTHS), metavar="360,768,1440")
    parser.add_argument("--locales", type=_list_of(str, TAGS), default=list(TAGS), metavar=",".join(TAGS))
    parser.add_argument("--themes", type=_list_of(str, THEMES), default=list(THEMES), metavar="light,dark")
    chosen = parser.parse_args(arguments)
    chosen.out = chosen.out or (EVERYTHING if chosen.all else DOCS / "images")
    return chosen


def _list_of(kind: type, allowed: Sequence[str] = ()) -> Callable[[str], list[object]]:
    def read(text: str) -> list[object]:
        values = [kind(part) for part in text.split(",") if part]
        if not values or (allowed and not set(values) <= set(allowed)):
            raise argparse.ArgumentTypeError(f"one or more of {', '.join(allowed) or 'some numbers'}")
        return values

    return read


def choose_pictures(chosen: argparse.Namespace) -> list[Picture]:
    """Return the pictures that are asked for. Raises SystemExit where a page has no place in the table."""
    if not chosen.all:
        return [picture for picture in DOCUMENTED if fnmatch(picture.name, chosen.pattern)]
    if missing := find_missing():
        raise SystemExit(f"not in tests/browser/accessibility_pages.py: {', '.join(sorted(missing))}")
    return every_page(chosen.pattern, chosen.widths, chosen.locales, chosen.themes)


def find_missing() -> set[str]:
    """Return the pages of the application that nobody gave an address and a person."""
    app = build_app(Settings(sqlite_url(EVERYTHING), demo=True))
    return page_routes(app) - set(PAGES)


@contextlib.asynccontextmanager
async def some_demo(url: str | None) -> AsyncIterator[str]:
    """Give the address of a demo: the one that runs, or one filled for the purpose."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as filled, tempfile.TemporaryDirectory() as place:
        await fill_demo(Path(filled))
        async with running_demo(Path(filled), Path(place)) as demo:
            yield demo.url


async def photograph(pictures: Sequence[Picture], url: str | None, folder: Path) -> list[str]:
    """Take the pictures and return what was wrong with them."""
    program = find_chromium()
    if program is None:
        raise SystemExit("Chromium is not installed here.")
    async with some_demo(url) as address, launch_chromium(program) as browser:
        camera = Camera(browser, address, await find_places(address), folder)
        files = await take_all(camera, pictures)
    too_heavy = [
        f"{file} is heavier than {LIMIT // 1000} kB"
        for file, picture in zip(files, pictures, strict=True)
        if not picture.whole and file.stat().st_size > LIMIT
    ]
    return camera.complaints + too_heavy


def main(arguments: Sequence[str]) -> None:
    """Take the pictures that the command line names."""
    chosen = read_arguments(arguments)
    pictures = choose_pictures(chosen)
    chosen.out.mkdir(parents=True, exist_ok=True)
    complaints = asyncio.run(photograph(pictures, chosen.url, chosen.out))
    if chosen.all:
        (chosen.out / "index.html").write_text(contact_sheet(pictures), encoding="utf-8")
        join_locales(chosen.out, pictures)
    sys.stdout.write(f"{len(pictures)} pictures in {chosen.out}\n")
    if complaints:
        raise SystemExit("\n".join(complaints))


if __name__ == "__main__":
    main(sys.argv[1:])
