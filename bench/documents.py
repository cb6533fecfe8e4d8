"""docs/performance.md with the figures that were kept: its tables and its pictures are made, never typed."""

import re
from pathlib import Path

from bench.peers.picture import draw_peers
from bench.plot import draw_fanout
from bench.results import kept
from bench.tables import TABLES

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "performance.md"
PICTURES = {"performance": ("fanout", draw_fanout), "peers": ("peers", draw_peers)}
"""The pictures by name: which figures they show, and how they are drawn."""

_PLACE = re.compile(r"(<!-- bench: (\w+) -->\n).*?(<!-- end -->)", re.S)


def filled_page() -> str:
    """Return the page with every table as the kept figures have it."""
    return _PLACE.sub(_fill, PAGE.read_text(encoding="utf-8"))


def picture(name: str) -> str:
    """Return a picture as the kept figures have it."""
    figures, draw = PICTURES[name]
    return draw(kept(figures))


def place_of_picture(name: str) -> Path:
    """Return where a picture is."""
    return DOCS / "images" / f"{name}.svg"


def write_documents() -> list[Path]:
    """Write the page and the pictures anew; return where they are."""
    PAGE.write_text(filled_page(), encoding="utf-8")
    for name in PICTURES:
        place_of_picture(name).write_text(picture(name), encoding="utf-8")
    return [PAGE, *map(place_of_picture, PICTURES)]


def _fill(place: re.Match[str]) -> str:
    name = place[2]
    found = kept(name)
    machine = found["machine"]
    where = (
        f"{machine['processor']}, {machine['system']}, Python {machine['python']}, {found['rounds']} rounds."
    )
    return f"{place[1]}{TABLES[name](found)}\n\n{where}\n{place[3]}"
