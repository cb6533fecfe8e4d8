"""The locales are written down once: a list of them anywhere else would be forgotten when one is added."""

import re

import pytest

from balkancluster.i18n.locales import TAGS
from tests.services.house import PACKAGE, ROOT, TEMPLATES

THE_ONE_PLACE = "balkancluster/i18n/locales.py"
EXAMPLES = ("balkancluster/demo/", "balkancluster/styleguide/", "templates/styleguide/")
RULES_OF_LANGUAGES = {
    "balkancluster/i18n/detection.py",
    "balkancluster/i18n/own_names.py",
    "balkancluster/i18n/reading.py",
    "balkancluster/members/organisation_wording.py",
    "balkancluster/sectors/synonyms.py",
    "templates/_cloth.html",
}
"""What tells our languages apart, converts between their scripts, or has words in them, each by its name."""

A_LIST = 3
SUFFIXES = {".py", ".js", ".html", ".css"}


def named_locales(text: str) -> int:
    return sum(bool(re.search(rf"""["']{re.escape(tag)}["']""", text)) for tag in TAGS)


def listing_files() -> set[str]:
    files = [path for folder in (PACKAGE, TEMPLATES) for path in folder.rglob("*") if path.suffix in SUFFIXES]
    named = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return {
        name
        for name, text in named.items()
        if named_locales(text) >= A_LIST and not name.startswith(EXAMPLES)
    }


def test_no_other_file_lists_the_locales() -> None:
    assert listing_files() - RULES_OF_LANGUAGES == {THE_ONE_PLACE}


@pytest.mark.parametrize(
    ("text", "number"), [('("sr-Cyrl", "bg", "en")', 3), ("{'sr-Latn': 1, 'bg': 2}", 2), ("bg en sr-Cyrl", 0)]
)
def test_a_list_of_locales_would_be_noticed(text: str, number: int) -> None:
    assert named_locales(text) == number
