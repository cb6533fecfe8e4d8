"""Contact sheets: every page on one page of HTML, and each page as one picture, its locales side by side."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from PIL import Image

from tests.screenshots.pictures import Picture

STYLE = """
body { margin: 1rem; font: 14px/1.4 system-ui, sans-serif; background: #8a8f8c; }
div { display: flex; align-items: start; gap: 10px; margin-block-end: 10px; }
figure { margin: 0; }
img { display: block; height: 420px; object-fit: cover; object-position: top; background: #fff; }
"""
GAP = 12
GREY = (138, 143, 140)
SHEETS = "sheets"
Row = list[Picture]


def rows_of(pictures: Iterable[Picture]) -> list[Row]:
    """Return the pictures in rows: the same page at the same width in the same colours, in each locale."""
    found: dict[tuple[str, int, str], Row] = {}
    for picture in pictures:
        found.setdefault((picture.subject, picture.width, picture.theme), []).append(picture)
    return list(found.values())


def contact_sheet(pictures: Sequence[Picture]) -> str:
    """Return a page of HTML that stands in the folder of the pictures."""
    by_subject = groupby(rows_of(pictures), key=lambda row: row[0].subject)
    sections = "\n".join(_section(subject, list(found)) for subject, found in by_subject)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>'
        f"<style>{STYLE}</style>\n{sections}\n</html>\n"
    )


def _section(subject: str, rows: Sequence[Row]) -> str:
    shown = "\n".join("<div>\n" + "\n".join(map(_figure, row)) + "\n</div>" for row in rows)
    return f'<h2 id="{escape(subject)}">{escape(subject)}</h2>\n{shown}'


def _figure(picture: Picture) -> str:
    file, words = escape(f"{picture.name}.png"), f"{picture.width} {picture.locale} {picture.theme}"
    return (
        f'<figure><a href="{file}"><img src="{file}" alt="" loading="lazy"></a>'
        f"<figcaption>{words}</figcaption></figure>"
    )


def join_locales(folder: Path, pictures: Sequence[Picture]) -> list[Path]:
    """Write a picture for each row, its locales side by side, into the folder `sheets`; return the files."""
    (folder / SHEETS).mkdir(exist_ok=True)
    written = []
    for row in rows_of(pictures):
        first = row[0]
        file = folder / SHEETS / f"{first.subject}-{first.width}-{first.theme}.png"
        _side_by_side([folder / f"{picture.name}.png" for picture in row]).save(file)
        written.append(file)
    return written


def _side_by_side(files: Sequence[Path]) -> Image.Image:
    images = [_open(file) for file in files]
    wide = sum(image.width for image in images) + GAP * (len(images) - 1)
    sheet = Image.new("RGB", (wide, max(image.height for image in images)), GREY)
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + GAP
    return sheet


def _open(file: Path) -> Image.Image:
    with Image.open(file) as image:
        return image.convert("RGB")
