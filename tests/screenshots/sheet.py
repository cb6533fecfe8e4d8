"""The contact sheet: all pictures of a folder on one page, the same subject in every width side by side."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from tests.screenshots.pictures import Picture

STYLE = """
body { margin: 1rem; font: 14px/1.4 system-ui, sans-serif; background: #8a8f8c; }
div { display: flex; flex-wrap: wrap; align-items: start; gap: 10px; }
figure { margin: 0; }
img { display: block; height: 420px; object-fit: cover; object-position: top; background: #fff; }
"""


def contact_sheet(pictures: Sequence[Picture]) -> str:
    """Return a page of HTML that stands in the folder of the pictures."""
    by_subject = groupby(pictures, key=lambda picture: picture.subject)
    sections = "\n".join(_section(subject, list(found)) for subject, found in by_subject)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>'
        f"<style>{STYLE}</style>\n{sections}\n</html>\n"
    )


def _section(subject: str, pictures: Sequence[Picture]) -> str:
    figures = "\n".join(_figure(picture) for picture in pictures)
    return f'<h2 id="{escape(subject)}">{escape(subject)}</h2>\n<div>\n{figures}\n</div>'


def _figure(picture: Picture) -> str:
    file, words = escape(f"{picture.name}.png"), f"{picture.width} {picture.locale} {picture.theme}"
    return (
        f'<figure><a href="{file}"><img src="{file}" alt="" loading="lazy"></a>'
        f"<figcaption>{words}</figcaption></figure>"
    )
