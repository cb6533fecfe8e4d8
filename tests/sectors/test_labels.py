"""The divisions of NACE Rev. 2 in words."""

import re

import pytest

from balkancluster.i18n.locales import TAGS
from balkancluster.sectors.labels import all_labels, divisions, is_division, label, sorted_labels


def test_there_are_the_88_divisions_of_nace_in_their_order() -> None:
    codes = list(divisions())
    assert len(codes) == 88
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"\d\d", code) for code in codes)


@pytest.mark.parametrize("locale", TAGS)
def test_every_reader_has_a_word_for_each_and_no_two_are_the_same(locale: str) -> None:
    labels = [label(code, locale) for code in divisions()]
    assert all(labels)
    assert len(set(labels)) == 88


def test_serbian_in_latin_says_the_same_as_in_cyrillic() -> None:
    assert label("01", "sr-Cyrl") == "Пољопривреда"
    assert label("01", "sr-Latn") == "Poljoprivreda"
    assert label("01", "bg") == "Селско стопанство"


def test_a_code_that_nobody_knows_stands_for_itself() -> None:
    assert not is_division("00")
    assert label("00", "bg") == "00"
    assert all_labels("00") == []


@pytest.mark.parametrize(("locale", "codes"), [("sr-Cyrl", ["01", "02"]), ("bg", ["02", "01"])])
def test_a_menu_is_in_the_alphabetical_order_of_its_reader(locale: str, codes: list[str]) -> None:
    assert [code for code, _words in sorted_labels(["01", "02"], locale)] == codes
