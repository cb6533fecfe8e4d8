"""Days as people type them after `after:` and `before:`: 5.3.2026., 2026-03-05, 5/3, 2026, yesterday."""

import re
from datetime import date, timedelta

from balkancluster.i18n.folding import fold

_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?\.?", re.ASCII)
_FIRST_CENTURY = 2000

NAMED = {"today": 0, "danas": 0, "днес": 0, "yesterday": -1, "juče": -1, "вчера": -1}
_NAMED = {fold(name): days for name, days in NAMED.items()}


def read_day(text: str, today: date) -> date | None:
    """Return the day that a text means, or None where it means none.

    A year or a month stands for its first day. Without a year it is the last such day up to `today`. The day
    comes before the month, as everywhere in Europe.
    """
    if (named := _NAMED.get(fold(text))) is not None:
        return today + timedelta(days=named)
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    if match := _DAY_FIRST.fullmatch(text):
        day, month = int(match[1]), int(match[2])
        return _day(_year(match[3]), month, day) if match[3] else _last(day, month, today)
    return None


def _year(digits: str) -> int:
    return int(digits) + (_FIRST_CENTURY if len(digits) == 2 else 0)


def _last(day: int, month: int, today: date) -> date | None:
    years = range(today.year, today.year - 9, -1)
    days = (_day(year, month, day) for year in years)
    return next((found for found in days if found and found <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
