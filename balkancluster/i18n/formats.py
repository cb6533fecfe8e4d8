"""Dates, times, numbers, lists and names of countries by the custom of a locale (CLDR, through Babel).

Everything is written on the server, or by scripts with the server's patterns (script_dates.py): browsers and
Babel differ in small ways. English is European English, so every locale has a 24-hour clock. "today" and
"yesterday" are ours: CLDR data in Babel has no words for relative days.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import babel
from babel import dates, lists, numbers, units

from balkancluster.i18n.locales import find_locale
from balkancluster.i18n.media_types import describe_media_type
from balkancluster.i18n.messages import _
from balkancluster.i18n.script_dates import YEAR_AT_THE_END

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_SIZES = (("gigabyte", 1_000_000_000), ("megabyte", 1_000_000), ("kilobyte", 1_000), ("byte", 1))

Moment = datetime | date
"""A time that is aware, or a day that is the same on every clock."""


@dataclass(frozen=True, slots=True)
class Formats:
    """How one reader writes things: locale tag and IANA time zone. Times given are aware."""

    tag: str
    time_zone: str = "UTC"

    def date(self, when: Moment) -> str:
        """Return the date with the month in words: 16. novembar 2026."""
        return dates.format_date(_day(self, when), "long", locale=self._cldr)

    def short_date(self, when: Moment, today: Moment | None = None) -> str:
        """Return the date in its shortest customary form: 16. 11. 2026, or 16. 11. in the year of `today`."""
        day, pattern = _day(self, when), self._cldr.date_formats["medium"].pattern
        if today is not None and day.year == _day(self, today).year:
            pattern = YEAR_AT_THE_END.sub("", pattern)
        return dates.format_date(day, pattern, locale=self._cldr)

    def time(self, when: datetime) -> str:
        """Return the time of day by the 24-hour clock: 15:07."""
        local = self.local(when)
        return _time(self.tag, local.hour, local.minute)

    def clock(self, hour: int, minute: int) -> str:
        """Return a time of day, of no day in particular: 7:00 in Bulgarian, 07:00 elsewhere."""
        return _time(self.tag, hour, minute)

    def date_time(self, when: datetime) -> str:
        """Return date and time: 16. novembar 2026. 15:07."""
        pattern = self._cldr.datetime_formats["long"]
        return str(pattern).format(self.time(when), self.date(when))

    def day_heading(self, when: Moment, today: Moment) -> str:
        """Return the heading of a day's messages: today, yesterday, or ponedeljak, 16. novembar."""
        day, this_day = _day(self, when), _day(self, today)
        if day == this_day:
            return _("Today").in_locale(self.tag)
        if day == this_day - timedelta(days=1):
            return _("Yesterday").in_locale(self.tag)
        pattern = self._cldr.date_formats["full"].pattern
        if day.year == this_day.year:
            pattern = YEAR_AT_THE_END.sub("", pattern)
        return dates.format_date(day, pattern, locale=self._cldr)

    def relative(self, when: datetime, now: datetime) -> str:
        """Return how long ago: just now, pre 2 sata; from the second day on the date."""
        seconds = (now - when).total_seconds()
        if seconds < MINUTE:
            return _("just now").in_locale(self.tag)
        if seconds >= DAY:
            return self.short_date(when, now)
        unit = HOUR if seconds >= HOUR else MINUTE
        whole = timedelta(seconds=seconds // unit * unit)
        return dates.format_timedelta(-whole, threshold=1, add_direction=True, locale=self._cldr)

    def local(self, when: datetime) -> datetime:
        """Return the moment on the reader's clock."""
        return when.astimezone(ZoneInfo(self.time_zone))

    def number(self, value: float) -> str:
        """Return a number with the locale's marks: 12.345,678."""
        return numbers.format_decimal(value, locale=self._cldr)

    def file_size(self, size: int) -> str:
        """Return a size in bytes with the unit that keeps it short (CLDR, units of 1,000): 240 kB, 1,5 MB."""
        unit, bytes_each = next((one for one in _SIZES if size >= one[1]), _SIZES[-1])
        value = size / bytes_each
        rounded = round(value, 1) if value < 10 else round(value)
        return units.format_unit(rounded, f"digital-{unit}", length="short", locale=self._cldr)

    def file_kind(self, media_type: str) -> str:
        """Return what kind of thing a file of this media type is: PDF dokument."""
        return describe_media_type(media_type).in_locale(self.tag)

    def items(self, names: list[str]) -> str:
        """Return names in a sentence: Ana, Elena i Boris."""
        return lists.format_list(names, locale=self._cldr)

    def language(self, tag: str) -> str:
        """Return the name of a language, with its script where the tag (BCP 47) names one."""
        language, _separator, script = tag.partition("-")
        name = str(self._cldr.languages.get(language, tag))
        script_name = self._cldr.scripts.get(script)
        return f"{name} ({str(script_name).lower()})" if script_name else name

    def country(self, code: str) -> str:
        """Return the name of a country (ISO 3166-1 alpha-2), or the code where CLDR has no name."""
        return str(self._cldr.territories.get(code.upper(), code))

    @property
    def _cldr(self) -> babel.Locale:
        return _cldr(self.tag)


def _day(formats: Formats, when: Moment) -> date:
    return formats.local(when).date() if isinstance(when, datetime) else when


@lru_cache(maxsize=4 * 24 * 60)
def _time(tag: str, hour: int, minute: int) -> str:
    return dates.format_time(time(hour, minute), "short", locale=_cldr(tag))


@lru_cache(maxsize=8)
def _cldr(tag: str) -> babel.Locale:
    return babel.Locale.parse(find_locale(tag).cldr)


def is_time_zone(name: str) -> bool:
    """Whether the name is a time zone of the IANA database."""
    return name in _time_zones()


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
