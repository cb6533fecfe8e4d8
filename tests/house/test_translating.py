"""The guides of translators and the catalogues agree: a word of the glossary is always the same word."""

import re
from functools import lru_cache

import pytest

from balkancluster.i18n.catalog_checks import pairs_of
from balkancluster.i18n.catalog_rules import Pair
from balkancluster.i18n.catalogs import read_catalog
from balkancluster.i18n.folding import tokens
from balkancluster.i18n.locales import TRANSLATED_BY_HAND, language_of
from tests.services.house import DOCS

TERM = re.compile(r"^\| ([a-z ]+) \| ([^|]+) \|$", re.M)
SAID = 0.6
"""So large a part of the texts with an English term has the term of the glossary, at least."""


def glossary(tag: str) -> list[tuple[str, str]]:
    guide = (DOCS / "translating" / f"{language_of(tag)}.md").read_text(encoding="utf-8")
    return TERM.findall(guide)


@lru_cache(maxsize=4)
def texts(tag: str) -> list[Pair]:
    return [pair for _entry, pair in pairs_of(tag, read_catalog(tag))]


def has_term(text: str, term: str) -> bool:
    """Whether each word of the term begins like one of the text; its end changes with its form."""
    said = tokens(text)
    beginnings = [word[: max(3, len(word) - 3)] for word in tokens(term)]
    return all(any(word.startswith(beginning) for word in said) for beginning in beginnings)


TERMS = [(tag, *term) for tag in TRANSLATED_BY_HAND for term in glossary(tag)]


@pytest.mark.parametrize("tag", TRANSLATED_BY_HAND)
def test_every_language_has_a_guide_with_a_glossary(tag: str) -> None:
    assert len(glossary(tag)) >= 30


def test_all_guides_have_the_same_terms() -> None:
    first, *others = [[english for english, _term in glossary(tag)] for tag in TRANSLATED_BY_HAND]
    assert others == [first] * len(others)


@pytest.mark.parametrize(("tag", "english", "terms"), TERMS, ids=lambda value: str(value))
def test_the_catalogue_says_a_term_as_the_glossary_does(tag: str, english: str, terms: str) -> None:
    concerned = [pair for pair in texts(tag) if re.search(rf"\b{english}s?\b", pair.english, re.I)]
    other = [
        pair.form for pair in concerned if not any(has_term(pair.form, term) for term in terms.split(", "))
    ]
    assert len(other) <= (1 - SAID) * len(concerned), other
