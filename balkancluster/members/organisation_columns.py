"""The columns of a members file, and what a cell of each may hold.

A check returns the value of a cell, or raises Invalid with the reason. Spaces around and between words are
put in order and letters are composed (NFC) without a word about it: nobody can see the difference.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from balkancluster.clock import now
from balkancluster.errors import Invalid
from balkancluster.i18n import text as texts
from balkancluster.i18n.locales import TAGS, is_locale
from balkancluster.i18n.messages import Message, _
from balkancluster.members.countries import is_country
from balkancluster.members.names import ensure_script_of_words
from balkancluster.members.organisation_profiles import KINDS
from balkancluster.members.organisation_wording import ensure_public
from balkancluster.sectors.labels import is_division

OLDEST_FOUNDING = 1000
MOST_MEMBERS = 10_000_000
LONGEST_CODE, LONGEST_NAME, LONGEST_SUMMARY, LONGEST_DOMAIN, LONGEST_ADDRESS = 32, 200, 2000, 253, 2000
MOST_DIVISIONS = 20

_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_DIGITS = re.compile(r"[0-9]{1,9}")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)
_ADDRESS = re.compile(r"https?://[^\s/?#@\"<>\\]+(?:[/?#][^\s\"<>\\]*)?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the longest cell in characters, what reads it, and when it may be empty.

    `needed` cells are needed always; `asked` cells only of an organisation that did not join itself, because
    a listing from public sources must say what and whence it is.
    """

    longest: int
    read: Callable[[str], object]
    needed: bool = False
    asked: bool = False
    lines: bool = False


def read_cell(name: str, cell: str) -> object:
    """Return the value of a cell of this column.

    Raises Invalid, with the column as its field.
    """
    column = COLUMNS[name]
    try:
        return _value(column, _clean(column, cell))
    except Invalid as problem:
        raise Invalid(problem.message, field=name) from None


def _clean(column: Column, cell: str) -> str:
    _ensure_characters(cell)
    lines = [texts.collapse_spaces(line) for line in texts.normalize(cell).split("\n")]
    text = "\n".join(lines).strip()
    if "\n" in text and not column.lines:
        raise Invalid(_("This must be a single line."))
    if len(text) > column.longest:
        raise Invalid(_("This is longer than %(limit)s characters.", limit=column.longest))
    return text


def _value(column: Column, text: str) -> object:
    if not text and column.needed:
        raise Invalid(_("This must not be empty."))
    return column.read(text)


def _ensure_characters(cell: str) -> None:
    if texts.has_control_characters(cell):
        raise Invalid(_("There is a control character in it."))
    if texts.has_invisible_characters(cell):
        raise Invalid(_("There is an invisible character in it."))
    if texts.has_stacked_marks(cell):
        raise Invalid(_("There are too many marks on one letter."))


def _read_code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise Invalid(_("An id has only the letters A to Z, digits, dots and dashes."))
    return text


def _one_of(choices: tuple[str, ...]) -> Message:
    return _("This must be one of: %(choices)s.", choices=", ".join(choices))


def _read_kind(text: str) -> str:
    if text not in KINDS:
        raise Invalid(_one_of(KINDS))
    return text


def _read_lang(text: str) -> str:
    if not is_locale(text):
        raise Invalid(_one_of(TAGS))
    return text


def _read_country(text: str) -> str:
    if not is_country(text):
        raise Invalid(_("This is not the code of a country in ISO 3166-1, such as RS or BG."))
    return text


def _read_words(text: str) -> str:
    ensure_script_of_words(text)
    ensure_public(text)
    return text


def _read_year(text: str) -> int | None:
    if not text:
        return None
    if not _DIGITS.fullmatch(text) or not OLDEST_FOUNDING <= int(text) <= now().year:
        raise Invalid(_("This must be a year between 1000 and this year."))
    return _exact_number(text)


def _read_count(text: str) -> int | None:
    if not text:
        return None
    if not _DIGITS.fullmatch(text) or not 1 <= int(text) <= MOST_MEMBERS:
        raise Invalid(_("This must be a whole number of members, 1 or more."))
    return _exact_number(text)


def _exact_number(text: str) -> int:
    if text.startswith("0"):
        raise Invalid(_("A number does not begin with 0."))
    return int(text)


def _read_divisions(text: str) -> tuple[str, ...]:
    codes = tuple(text.split(";")) if text else ()
    for code in codes:
        if not is_division(code):
            raise Invalid(_("%(code)s is not a division of NACE Rev. 2.", code=f"“{code}”"))
    if len(set(codes)) < len(codes):
        raise Invalid(_("The same division stands here twice."))
    if len(codes) > MOST_DIVISIONS:
        raise Invalid(_("There are more than %(limit)s divisions.", limit=MOST_DIVISIONS))
    return codes


def _read_domain(text: str) -> str:
    if text and not _DOMAIN.fullmatch(text):
        raise Invalid(_("This must be a domain without http:// and path, such as example.org."))
    return text


def _read_address(text: str) -> str:
    if text and not _ADDRESS.fullmatch(text):
        raise Invalid(_("This must be an address that begins with http:// or https://."))
    return text


COLUMNS = {
    "id": Column(LONGEST_CODE, _read_code, needed=True),
    "kind": Column(LONGEST_CODE, _read_kind, needed=True),
    "name_own": Column(LONGEST_NAME, _read_words, needed=True),
    "lang_own": Column(LONGEST_CODE, _read_lang, needed=True),
    "name_en": Column(LONGEST_NAME, _read_words, asked=True),
    "short_name": Column(LONGEST_NAME, _read_words),
    "country": Column(LONGEST_CODE, _read_country, needed=True),
    "city": Column(LONGEST_NAME, _read_words),
    "founded": Column(LONGEST_CODE, _read_year),
    "members_count": Column(LONGEST_CODE, _read_count),
    "nace": Column(LONGEST_NAME, _read_divisions, asked=True),
    "website": Column(LONGEST_DOMAIN, _read_domain),
    "summary_own": Column(LONGEST_SUMMARY, _read_words, asked=True, lines=True),
    "summary_en": Column(LONGEST_SUMMARY, _read_words, asked=True, lines=True),
    "offers_own": Column(LONGEST_SUMMARY, _read_words, lines=True),
    "seeks_own": Column(LONGEST_SUMMARY, _read_words, lines=True),
    "source_url": Column(LONGEST_ADDRESS, _read_address, asked=True),
}
