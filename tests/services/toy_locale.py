"""A checkout with one more locale: a line in the table of locales and a catalogue, and nothing else.

Its catalogue says of every text that it came through it: ⟦Ŝéñđ⟧. Its formats are Macedonian, so that whatever
a page says in plain Latin letters, outside the marks, is in no catalogue.
"""

import os
import re
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from balkancluster.i18n.catalog_checks import english_of, entries_of
from balkancluster.i18n.catalogs import read_catalog
from balkancluster.i18n.conversion import split_protected
from balkancluster.i18n.locales import TRANSLATED_BY_HAND
from tests.services.house import PACKAGE, ROOT, TEMPLATES

TAG, OWN_NAME = "mk", "Македонски"
LINE = f'''    Locale(
        "{TAG}",
        "{OWN_NAME}",
        nearest=("sr-Cyrl", "bg"),
        time_zone="Europe/Skopje",
        alphabet="абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    ),
'''
END_OF_TABLE = ")\nTAGS = "

ACCENTS = str.maketrans("aceinorsuyzACEINORSUYZ", "áćéíñóŕśúýźÁĆÉÍÑÓŔŚÚÝŹ")
MARKED = re.compile("⟦[^⟦⟧]*⟧")


def mark(text: str) -> str:
    """Return a text as the toy locale says it: between marks, with accents, its placeholders as they are."""
    spans = (span if protected else span.translate(ACCENTS) for protected, span in split_protected(text))
    return f"⟦{''.join(spans)}⟧"


def unmarked(text: str) -> str:
    """Return what a text says outside the marks, which may stand within one another."""
    while (rest := MARKED.sub(" ", text)) != text:
        text = rest
    return text


def add_locale(folder: Path) -> dict[str, str]:
    """Make a checkout with the toy locale in an empty folder; return the environment of programs in it."""
    shutil.copytree(PACKAGE, folder / PACKAGE.name, copy_function=os.symlink)
    (folder / TEMPLATES.name).symlink_to(TEMPLATES)
    shutil.copytree(ROOT / "locales", folder / "locales")
    _add_line(folder / PACKAGE.name / "i18n" / "locales.py")
    _write_catalog(folder / "locales" / TAG / "LC_MESSAGES" / "messages.po")
    return {"PYTHONPATH": str(folder)}


def _add_line(path: Path) -> None:
    table, end, rest = path.read_text(encoding="utf-8").partition(END_OF_TABLE)
    assert end, "the table of locales has another end than this expects"
    path.unlink()
    path.write_text(table + LINE + end + rest, encoding="utf-8")


def _write_catalog(path: Path) -> None:
    path.parent.mkdir(parents=True)
    catalog = Catalog(locale=TAG)
    for entry in entries_of(read_catalog(TRANSLATED_BY_HAND[0])):
        english = english_of(entry)
        said = tuple(map(mark, english)) if entry.pluralizable else mark(english[0])
        catalog.add(entry.id, said, entry.locations, context=entry.context)
    with path.open("wb") as file:
        write_po(file, catalog)
