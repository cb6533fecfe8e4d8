"""Which locale to speak: what a person saved, then what this browser chose, then what it asks for.

Our own rules, because library negotiation answers a Serbian browser in English. The header is read
as RFC 9110 section 12.5.4 says; the mapping of neighbouring languages and scripts is ours:
Montenegrin, Croatian and Bosnian readers get Serbian in Latin; Macedonian and Russian readers must
choose for themselves.
"""

import re
from collections.abc import Sequence

from balkancluster.i18n.locales import SOURCE, is_locale

MAX_RANGES = 20
RANGE = re.compile(
    r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", re.ASCII
)
NEIGHBOURS_OF_SERBIAN = frozenset({"sh", "hbs", "hr", "bs", "cnr"})


def choose_locale(
    saved: str | None,
    cookie: str | None,
    header: str | None,
    *,
    default: str = SOURCE,
    serbian_script: str = "Cyrl",
) -> str:
    """Return the tag to speak: saved setting, else cookie, else header, else the site's default.

    `header` is Accept-Language; `serbian_script` ("Cyrl" or "Latn") is the site's choice for
    readers of Serbian whose browser names no script.
    """
    for choice in (saved, cookie):
        if choice is not None and is_locale(choice):
            return choice
    return negotiate(header or "", default=default, serbian_script=serbian_script)


def negotiate(header: str, *, default: str = SOURCE, serbian_script: str = "Cyrl") -> str:
    """Return the tag that an Accept-Language header asks for, or the default."""
    wanted = _wanted_languages(header)
    for subtags in wanted:
        if tag := _match(subtags, wanted, serbian_script):
            return tag
    return default


def _wanted_languages(header: str) -> list[list[str]]:
    ranges = []
    for part in header.split(",")[:MAX_RANGES]:
        match = RANGE.fullmatch(part)
        if match and (quality := float(match[2] or 1)) > 0:
            ranges.append((quality, match[1].lower().split("-")))
    ranges.sort(key=lambda item: -item[0])
    return [subtags for _quality, subtags in ranges]


def _match(subtags: list[str], wanted: Sequence[list[str]], serbian_script: str) -> str | None:
    language = subtags[0]
    if is_locale(language):
        return language
    if language in NEIGHBOURS_OF_SERBIAN:
        return "sr-Cyrl" if "cyrl" in subtags else "sr-Latn"
    if language == "sr":
        return _serbian(subtags, wanted, serbian_script)
    return None


def _serbian(subtags: list[str], wanted: Sequence[list[str]], serbian_script: str) -> str:
    if "latn" in subtags or "me" in subtags:
        return "sr-Latn"
    if "cyrl" in subtags:
        return "sr-Cyrl"
    asks_for_latin = any(other[0] == "sr" and "latn" in other for other in wanted)
    return "sr-Latn" if asks_for_latin else f"sr-{serbian_script}"
