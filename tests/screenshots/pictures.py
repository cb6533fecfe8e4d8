"""Which pictures there are: those of the documents by name, and every page of the route table."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Literal

from balkancluster.i18n.locales import TAGS
from tests.browser.accessibility_pages import PAGES, VISITOR, Page

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (360, 768, 1440)
HEIGHTS = {360: 740, 768: 1024, 1280: 800}
USUAL_HEIGHT = 900

PEOPLE = {"sr-Cyrl": "vesna", "sr-Latn": "ana", "bg": "elena", "en": "boris"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as one person sees it; names in braces stand for places of the demo.

    `subject` is the page without the way in which it is seen; `whole` shows what is below the window too.
    """

    name: str
    address: str
    person: str = VISITOR
    locale: str = "en"
    theme: Theme = "light"
    width: int = 1440
    status: int = 200
    subject: str = ""
    whole: bool = False

    @property
    def height(self) -> int:
        """Return the height of the window."""
        return HEIGHTS.get(self.width, USUAL_HEIGHT)


SECOND_LOOK = (
    Picture("look-visitor", "/outbox", locale="sr-Cyrl", width=360),
    Picture("look-talk", "/rooms/{textile}", "ana", "sr-Latn", width=360),
    Picture("look-older-topics", "/rooms/{textile}/topics", "elena", "bg", "dark", 360),
    Picture("look-members-of-room", "/rooms/{textile}/about", "boris", "sr-Cyrl", width=360),
    Picture("look-tabs", "/my-organisation", "ana", "sr-Cyrl", "dark", 360),
    Picture("look-new-room", "/rooms/new", "vesna", "sr-Cyrl", width=360),
    Picture("look-search", "/members", "ana", "sr-Cyrl", width=360),
    Picture("look-visitor-wide", "/invitations/unknown", VISITOR, "bg", width=1440, status=410),
    Picture("look-rooms", "/rooms", "elena", "bg", "dark", 1440),
    Picture("look-accounts", "/coordination/people", "vesna", "sr-Cyrl", width=1440),
)
"""The same pages before and after the second look at all of them: docs/second-look.md."""

DOCUMENTED = (
    *(Picture(f"room-{locale}", "/rooms/{textile}", PEOPLE[locale], locale, width=1280) for locale in TAGS),
    Picture("room-360-dark", "/rooms/{textile}", "ana", "sr-Latn", "dark", 360),
    Picture("home", "/", "elena", "bg"),
    Picture("sign-in", "/sign-in", locale="sr-Latn"),
    Picture("directory", "/members", "ana", "sr-Latn"),
    Picture("notifications", "/notifications", "ana", "sr-Latn", width=1280),
    Picture("notifications-360-dark", "/notifications", "elena", "bg", "dark", 360),
    *SECOND_LOOK,
)


def every_page(
    pattern: str = "*",
    widths: Sequence[int] = WIDTHS,
    locales: Sequence[str] = TAGS,
    themes: Sequence[Theme] = THEMES,
) -> list[Picture]:
    """Return every page of the route table whose subject fits a pattern, in each of these ways."""
    return [
        Picture(
            name=f"{subject}-{width}-{locale}-{theme}",
            address=page.address,
            person=page.person,
            locale=locale,
            theme=theme,
            width=width,
            status=page.status,
            subject=subject,
            whole=True,
        )
        for (subject, page), locale, width, theme in itertools.product(
            _subjects(pattern), locales, widths, themes
        )
    ]


def _subjects(pattern: str) -> Iterator[tuple[str, Page]]:
    pages = list(itertools.chain.from_iterable(PAGES.values()))
    opened = Counter(page.address for page in pages)
    for page in pages:
        name = re.sub(r"[^a-z0-9]+", "-", page.address.lower()).strip("-") or "home"
        subject = f"{name}-{page.person}" if opened[page.address] > 1 else name
        if fnmatch(subject, pattern):
            yield subject, page
