"""How a locale writes dates and how long ago, for scripts: the words of Babel, not those of the browser.

Browsers know Serbian in two scripts to different degrees, and their words differ from one year to the next.
Scripts that let a time on a page age must say what the server would say.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import babel
from babel import dates

from balkancluster.i18n.locales import find_locale

YEAR_AT_THE_END = re.compile(r"[\s,]*y.*$")


def read_dates(tag: str, examples: Sequence[int]) -> dict[str, Any]:
    """Return names and patterns (CLDR, UTS 35) of a locale, and its ways to say "5 minutes ago".

    `heading` is the pattern of a day of another year, `heading_this_year` of one of this year; `date` and
    `date_this_year` are the short ones. `hour` tells how many digits one before ten has, in the words of
    ECMA-402, and `ago` has minutes and hours in the plural forms that the `examples` take, with
    the number as `%(num)s`.
    """
    cldr = babel.Locale.parse(find_locale(tag).cldr)
    heading, date = cldr.date_formats["full"].pattern, cldr.date_formats["medium"].pattern
    return {
        "weekdays": [cldr.days["format"]["wide"][day] for day in range(7)],
        "months": [cldr.months["format"]["wide"][month] for month in range(1, 13)],
        "months_short": [cldr.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "heading": heading,
        "heading_this_year": YEAR_AT_THE_END.sub("", heading),
        "hour": "2-digit" if "HH" in cldr.time_formats["short"].pattern else "numeric",
        "date": date,
        "date_this_year": YEAR_AT_THE_END.sub("", date),
        "ago": {unit: [_ago(cldr, unit, number) for number in examples] for unit in ("minute", "hour")},
    }


def _ago(cldr: babel.Locale, unit: str, number: int) -> str:
    past = -timedelta(**{f"{unit}s": number})
    said = dates.format_timedelta(past, threshold=1, add_direction=True, locale=cldr)
    return said.replace(str(number), "%(num)s")
