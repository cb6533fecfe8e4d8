"""The translations, read from .po files in memory; the one file of this package that reads a disk."""

import gettext
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from balkancluster import resources
from balkancluster.i18n.locales import Locale, find_locale
from balkancluster.i18n.script_dates import read_dates
from balkancluster.i18n.scripts import to_latin

CONTEXT_SEPARATOR = "\u0004"
"""Between context and text in the keys of script catalogues, as in compiled gettext files."""

PLURAL_NUMBERS = 200
"""No language here looks at more of a number than whether it is small, and at its last two digits."""


@dataclass(frozen=True, slots=True)
class ScriptCatalog:
    """What the browser's scripts need of a locale: JSON, and a digest for its address."""

    body: bytes
    digest: str


@lru_cache(maxsize=8)
def find_translations(tag: str) -> gettext.GNUTranslations:
    """Return the translations of a locale; Jinja installs the same object."""
    with BytesIO() as buffer:
        write_mo(buffer, read_catalog(tag))
        buffer.seek(0)
        return gettext.GNUTranslations(buffer)


def find_plural_form(tag: str, number: int) -> int:
    """Return which form of a counted text a whole number takes, by the header of the catalogue."""
    return int(find_translations(tag).plural(number))  # type: ignore[attr-defined]


def find_numbers(tag: str) -> list[list[int]]:
    """Return the numbers from 1 to PLURAL_NUMBERS that take each form, in the order of the forms."""
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(1, PLURAL_NUMBERS):
        found[find_plural_form(tag, number)].append(number)
    return [found[form] for form in sorted(found)]


@lru_cache(maxsize=8)
def find_script_catalog(tag: str) -> ScriptCatalog:
    """Return the translations that .js files ask for.

    The JSON holds `locale`, `plural` (a digit for each number below PLURAL_NUMBERS: which form it takes) and
    `messages`: source text, after context and U+0004 where it has one, to the list of its forms. A text that
    is missing is shown as it stands in the script. `dates` is how the locale writes dates.
    """
    messages = {_key(entry): forms_of(entry) for entry in read_catalog(tag) if _is_for_scripts(entry)}
    content = {
        "locale": tag,
        "plural": "".join(str(find_plural_form(tag, number)) for number in range(PLURAL_NUMBERS)),
        "messages": messages,
        "dates": read_dates(tag, [numbers[0] for numbers in find_numbers(tag)])
        | {"now": find_translations(tag).gettext("just now")},
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return ScriptCatalog(body, hashlib.sha256(body).hexdigest()[:16])


def read_catalog(tag: str) -> Catalog:
    """Read the catalogue of a locale; Serbian in Latin is made from Serbian in Cyrillic."""
    locale = find_locale(tag)
    if locale.derived_from:
        return _derived(locale, read_catalog(locale.derived_from))
    return _read(catalog_path(locale), locale)


def catalog_path(locale: Locale) -> Path:
    """Return where the translations of a locale are kept."""
    return resources.folder("locales") / locale.catalog / "LC_MESSAGES" / "messages.po"


def override_path(locale: Locale) -> Path:
    """Return where the few texts are kept that a derived locale says differently."""
    return resources.folder("locales") / f"{locale.catalog}.override.po"


def _read(path: Path, locale: Locale) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale.catalog)
    with path.open("rb") as file:
        return read_po(file, locale=locale.catalog)


def _derived(locale: Locale, source: Catalog) -> Catalog:
    catalog = Catalog(locale=locale.catalog)
    overrides = _read(override_path(locale), locale)
    for entry in source:
        if entry.id:
            chosen = overrides.get(entry.id, entry.context)
            entry.string = chosen.string if chosen else _to_latin(entry)
            catalog[entry.id] = entry
    return catalog


def _to_latin(entry: Entry) -> str | tuple[str, ...]:
    forms = [to_latin(form) for form in forms_of(entry)]
    return tuple(forms) if entry.pluralizable else forms[0]


def _is_for_scripts(entry: Entry) -> bool:
    return all(forms_of(entry)) and any(file.endswith(".js") for file, _line in entry.locations)


def _key(entry: Entry) -> str:
    text = entry.id if isinstance(entry.id, str) else entry.id[0]
    return f"{entry.context}{CONTEXT_SEPARATOR}{text}" if entry.context else text


def forms_of(entry: Entry) -> list[str]:
    """Return every form of a translation; one empty text where it is missing."""
    return [entry.string or ""] if not isinstance(entry.string, (tuple, list)) else list(entry.string)
