"""The same component many times on one page: only ids and the names of landmarks are made distinct."""

import re
from itertools import count

from markupsafe import Markup, escape

_IDS = re.compile(
    r'(?<=\s)(id|for|form|list|popovertarget|aria-(?:labelledby|describedby|controls|activedescendant))="([^"]+)"'
)
_PLACES = re.compile(r'(?<=\shref=")#([^"]+)"')
_REGIONS = re.compile(r'(<section\b[^>]*?)\saria-labelledby="[^"]*"')
_NAMED_BY_HEADING = re.compile(r'(<(?:nav|aside)\b[^>]*?)\saria-labelledby="[^"]*"')
_SEARCHES = re.compile(r'(<form\b[^>]*?\srole="search")')
_NAMED_LANDMARKS = re.compile(r'(<(?:nav|aside|form)\b[^>]*?\saria-label=")([^"]*)(?=")')


def distinct(html: str, place: str) -> Markup:
    """Return a component as it stands at one place of the page; `place` is a word without spaces.

    A `<section>` named by its heading becomes an ordinary part of the page: a region of the same name
    in every language would lead nobody anywhere.
    """
    html = _REGIONS.sub(r"\1", html)
    html = _SEARCHES.sub(r'\1 aria-label=""', _NAMED_BY_HEADING.sub(r'\1 aria-label=""', html))
    numbers = count(1)
    html = _NAMED_LANDMARKS.sub(lambda found: f"{found[1]}{found[2]} {place} {next(numbers)}", html)
    html = _IDS.sub(lambda found: f'{found[1]}="{_suffixed(found[2], place)}"', html)
    return Markup(_PLACES.sub(lambda found: f'#{_suffixed(found[1], place)}"', html))  # noqa: S704 - our own templates


def _suffixed(ids: str, place: str) -> str:
    return " ".join(f"{escape(one)}-{place}" for one in ids.split())
