"""Words of other languages for a word: which there are, and that the lists hold together."""

import pytest

from balkancluster.i18n.conversion import CYRILLIC
from balkancluster.i18n.folding import fold, tokens
from balkancluster.search.widening import find_related, widen
from balkancluster.sectors.labels import is_division
from balkancluster.sectors.synonyms import LANGUAGES, read_lines, synonyms
from balkancluster.textindex.terms import word_of

LISTS = (("balkancluster.sectors", "synonyms.txt", 1), ("balkancluster.search", "cognates.txt", 0))


def finds(typed: str, word: str) -> bool:
    """Whether a word that is typed finds another one, by itself or widened."""
    return not set(widen(word_of(fold(typed))).forms).isdisjoint(word_of(fold(word)).forms)


def related(word: str) -> set[str]:
    return {each.text for each in find_related(fold(word))}


@pytest.mark.parametrize("typed", ["namestaj", "nameštaj", "НАМЕШТАЈА", "намештај"])
def test_furniture_is_found_by_whoever_types_it_in_serbian(typed: str) -> None:
    assert {"мебел", "furniture"} <= related(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("мебели", "намештај"),
        ("furniture", "намештај"),
        ("партньор", "partner"),
        ("партнер", "партньор"),
        ("projekti", "проект"),
        ("knjiga", "книга"),
        ("език", "језик"),
        ("opstina", "община"),
        ("България", "Бугарска"),
        ("Bugarska", "България"),
    ],
)
def test_a_cognate_is_found_from_either_side_of_the_border(typed: str, found: str) -> None:
    assert finds(typed, found)
    assert finds(found, typed)


def test_what_the_fold_makes_equal_needs_no_second_form() -> None:
    assert "текстил" not in related("tekstil")
    assert related("da") == set()
    assert related("кукумявка") == set()


def test_a_widened_word_keeps_its_own_forms_first() -> None:
    own = word_of("namestaj")
    assert widen(own).forms[: len(own.forms)] == own.forms
    assert "mebel" in widen(own).forms


@pytest.mark.parametrize(("package", "name", "before"), LISTS)
def test_the_lists_have_single_words_in_the_letters_of_their_language(
    package: str, name: str, before: int
) -> None:
    lines = read_lines(package, name)
    assert len(lines) > 200
    for line in lines:
        fields = dict(zip(LANGUAGES, line[before:], strict=True))
        assert sum(map(bool, fields.values())) > 1, line
        for tag, field in fields.items():
            for word in filter(None, field.split(", ")):
                assert len(tokens(word)) == 1, word
                assert bool(CYRILLIC.search(word)) == (tag != "en"), word


def test_words_of_trade_belong_to_divisions() -> None:
    assert {group.division for group in synonyms() if not is_division(group.division)} == set()
