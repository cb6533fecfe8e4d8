"""Countries by their codes of ISO 3166-1 alpha-2: every country, not only the two where the network began."""

from functools import lru_cache

import babel

from balkancluster.i18n.formats import Formats
from balkancluster.i18n.sorting import sort_key_in

# CLDR also names parts of countries, unions of countries and codes that ISO left to private use.
_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    names = map(str, babel.Locale("en").territories)
    return frozenset(name for name in names if len(name) == 2 and name.isalpha()) - _NOT_COUNTRIES


def is_country(code: str) -> bool:
    """Whether this is the code of a country, in capitals."""
    return code in _codes()


def sorted_countries(codes: list[str], locale: str) -> list[tuple[str, str]]:
    """Return (code, name) pairs in the alphabetical order of the locale."""
    formats = Formats(locale)
    pairs = [(code, formats.country(code)) for code in codes]
    return sorted(pairs, key=lambda pair: sort_key_in(locale, pair[1]))


@lru_cache(maxsize=8)
def country_choices(locale: str, first: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return every country as (code, name): some before all others, the rest in alphabetical order."""
    formats = Formats(locale)
    others = sorted_countries(sorted(_codes() - set(first)), locale)
    return [*((code, formats.country(code)) for code in first), *others]
