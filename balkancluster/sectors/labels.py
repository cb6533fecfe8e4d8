"""Short labels of the 88 divisions of NACE Rev. 2 (Regulation (EC) No 1893/2006), in every locale.

The labels are written for tags and menus; Serbian in Latin is made from Serbian in Cyrillic.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec

from balkancluster.i18n.locales import LOCALES, SOURCE, TAGS, Locale
from balkancluster.i18n.scripts import to_latin
from balkancluster.i18n.sorting import sort_key_in


@dataclass(frozen=True, slots=True)
class Division:
    """One of the 88: its two digits, the letter of its section, its label by locale tag."""

    code: str
    section: str
    labels: dict[str, str]


@lru_cache(maxsize=1)
def divisions() -> dict[str, Division]:
    """Return every division by its code, in the order of the classification."""
    content = (files("balkancluster.sectors") / "labels.json").read_bytes()
    lines = msgspec.json.decode(content, type=list[dict[str, str]])
    return {line["code"]: Division(line["code"], line["section"], _labels(line)) for line in lines}


def is_division(code: str) -> bool:
    """Whether the code is one of the 88 divisions: two digits."""
    return code in divisions()


def label(code: str, locale: str) -> str:
    """Return the words for a division in a locale; an unknown code stands for itself."""
    division = divisions().get(code)
    return division.labels[locale] if division else code


def all_labels(code: str) -> list[str]:
    """Return the words for a division in every locale, for search."""
    return [label(code, locale) for locale in TAGS] if is_division(code) else []


def sorted_labels(codes: list[str], locale: str) -> list[tuple[str, str]]:
    """Return (code, label) pairs in the alphabetical order of the locale."""
    pairs = [(code, label(code, locale)) for code in codes]
    return sorted(pairs, key=lambda pair: sort_key_in(locale, pair[1]))


def _labels(line: dict[str, str]) -> dict[str, str]:
    """Return the labels by locale: a locale without its own is in the other script, or in English."""
    return {locale.tag: _label(line, locale) for locale in LOCALES}


def _label(line: dict[str, str], locale: Locale) -> str:
    if locale.derived_from:
        return to_latin(line[locale.derived_from])
    return line.get(locale.tag, line[SOURCE])
