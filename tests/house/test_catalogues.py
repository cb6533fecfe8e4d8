"""Every text a person can see is translated, whole, and in the letters of its language."""

import re
from functools import lru_cache

import pytest
from babel.messages.catalog import Catalog

from balkancluster.i18n.catalog_checks import (
    check_by_hand,
    check_derived,
    check_sources,
    english_of,
    entries_of,
)
from balkancluster.i18n.catalogs import find_numbers, forms_of, read_catalog
from balkancluster.i18n.extraction import extract
from balkancluster.i18n.locales import LOCALES, TAGS, TRANSLATED_BY_HAND
from tests.services.house import ROOT

DERIVED = [locale.tag for locale in LOCALES if locale.derived_from]


@lru_cache(maxsize=1)
def sources() -> Catalog:
    return extract(ROOT)


@pytest.mark.parametrize("tag", TRANSLATED_BY_HAND)
def test_a_catalogue_is_whole(tag: str) -> None:
    assert list(map(str, check_by_hand(tag, read_catalog(tag), sources()))) == []


@pytest.mark.parametrize("tag", DERIVED)
def test_a_derived_catalogue_is_in_its_own_script(tag: str) -> None:
    assert list(map(str, check_derived(tag, read_catalog(tag)))) == []


def test_an_english_text_can_stand_in_an_attribute() -> None:
    assert list(map(str, check_sources(sources()))) == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_text_can_be_filled_in(tag: str) -> None:
    for entry in entries_of(read_catalog(tag)) or entries_of(sources()):
        texts = [*english_of(entry), *filter(None, forms_of(entry))]
        for text in texts:
            assert text % dict.fromkeys(re.findall(r"%\((\w+)\)", "".join(texts)), 1) is not None


def test_serbian_counts_in_three_forms() -> None:
    assert [numbers[:3] for numbers in find_numbers("sr-Latn")] == [[1, 21, 31], [2, 3, 4], [5, 6, 7]]
