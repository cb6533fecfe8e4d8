"""The time zones that the settings offer: Europe, and whatever else somebody has already."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, dates

from balkancluster.i18n.locales import find_locale
from balkancluster.i18n.sorting import sort_key_in

FIRST = ("Europe/Belgrade", "Europe/Sofia")


@lru_cache(maxsize=64)
def time_zone_choices(locale: str, current: str) -> list[tuple[str, str]]:
    """Return pairs of IANA name and place in the locale's words; the two homes of the network come first."""
    others = {zone for zone in available_timezones() if zone.startswith("Europe/")} | {current}
    cldr = Locale.parse(find_locale(locale).cldr)
    places = [(zone, _place(zone, cldr)) for zone in others - set(FIRST)]
    places.sort(key=lambda pair: sort_key_in(locale, pair[1]))
    return [*((zone, _place(zone, cldr)) for zone in FIRST), *places]


def _place(zone: str, cldr: Locale) -> str:
    return dates.get_timezone_location(zone, locale=cldr, return_city=True)
