"""Keeps the translations in step with the sources: what programmers write, translators find.

Only a checkout has the sources, so this is for maintainers and tests: `balkancluster i18n update` calls it.
The rules of what to read are in pyproject.toml, as `pybabel` reads them too.
"""

import tomllib
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from balkancluster import resources
from balkancluster.i18n.catalogs import catalog_path, forms_of, read_catalog
from balkancluster.i18n.locales import TRANSLATED_BY_HAND, find_locale

TRANSLATORS = "Translators:"
"""How a comment in the sources begins that translators shall read."""

LINE_WIDTH = 110
CONFIGURATION = "pyproject.toml"


class NoSourcesError(Exception):
    """What is installed here has no sources, so nothing can be compared with them."""


def find_checkout() -> Path:
    """Return the folder of the sources that run here. Raises NoSourcesError in an installed wheel."""
    root = resources.PACKAGE.parent
    if not (root / CONFIGURATION).is_file():
        raise NoSourcesError(
            "There are no sources here: run this in a checkout, with `python -m balkancluster i18n …`."
        )
    return root


def extract(root: Path) -> Catalog:
    """Return every translatable text of the sources below `root`, a checkout.

    Raises OSError when `root` holds no pyproject.toml, KeyError when that names no mappings.
    """
    methods, options = _mappings(root / CONFIGURATION)
    template = Catalog(charset="utf-8")
    found = extract_from_dir(root, methods, options, comment_tags=(TRANSLATORS,), strip_comment_tags=True)
    for file, line, text, comments, context in found:
        template.add(text, None, [(file, line)], auto_comments=comments, context=context)
    return template


def update_catalogs(root: Path) -> dict[str, int]:
    """Bring the catalogues translated by hand up to date with the sources; texts that are gone leave.

    Returns how many texts each locale has still to translate.
    """
    template = extract(root)
    missing = {}
    for tag in TRANSLATED_BY_HAND:
        catalog = read_catalog(tag)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        missing[tag] = sum(1 for entry in catalog if entry.id and not all(forms_of(entry)))
        _write(catalog, catalog_path(find_locale(tag)))
    return missing


def _mappings(path: Path) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    mappings = tomllib.loads(path.read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {
        mapping["pattern"]: {
            name: str(value) for name, value in mapping.items() if name not in ("pattern", "method")
        }
        for mapping in mappings
    }
    return methods, options


def _write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalog, width=LINE_WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False
        )
