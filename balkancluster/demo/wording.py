"""Writes out the placeholders of demo texts.

`{date:+9}` is the date nine days from today, `{@ana}` mentions Ana.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

DATE = re.compile(r"\{date:([+-]\d+)\}")
MENTION = re.compile(r"\{@([a-z][a-z0-9-]*)\}")

# Serbian months are in the genitive, the case in which a date stands in a sentence ("do 12. decembra").
MONTHS = {
    "sr-Cyrl": "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "sr-Latn": "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "en": "January February March April May June July August September October November December",
}


def write_out(text: str, lang: str, today: date, names: Mapping[str, str]) -> str:
    """The text as its author would have typed it, dates counted from `today`.

    Raises KeyError for a mention of somebody who is not in `names`.
    """
    dated = DATE.sub(lambda found: write_date(today + timedelta(days=int(found[1])), lang), text)
    return MENTION.sub(lambda found: "@" + names[found[1]], dated)


def write_date(day: date, lang: str) -> str:
    """Day and month in words, as people write them to each other: "12. decembra", "12 декември"."""
    month = MONTHS[lang].split()[day.month - 1]
    return f"{day.day}. {month}" if lang.startswith("sr") else f"{day.day} {month}"
