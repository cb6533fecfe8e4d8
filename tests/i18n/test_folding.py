"""Whoever searches finds it: in the other script, without marks, in another case or number."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.folding import fold, tokens
from balkancluster.i18n.stems import search_text, stems
from tests.i18n.cases import each

LETTERS = (
    "абвгдђежзијклљмнњопрстћуфхцчџшйщъьюяѝ" + "abcčćdđefghijklmnopqrsštuvwxyzžð" + " -_.1ЉЊЏĆ\u0301\u030c"
)


def finds(query: str, text: str) -> bool:
    stored = set(search_text(text).split())
    return all((stems(word) | {word}) & stored for word in tokens(query))


@each("fold")
def test_a_word_folds_to_its_search_form(given: str, expected: str) -> None:
    assert fold(given) == expected


@each("fold_equal")
def test_two_spellings_of_one_word_meet(given: list[str], expected: bool) -> None:
    assert (fold(given[0]) == fold(given[1])) is expected


@each("search_equal")
def test_two_forms_of_one_word_share_a_stem(given: list[str], expected: bool) -> None:
    assert bool(stems(fold(given[0])) & stems(fold(given[1]))) is expected


@any_of(strategies.one_of(strategies.text(), strategies.text(alphabet=LETTERS)))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@any_of(strategies.text(alphabet=LETTERS))
def test_what_was_stored_answers_a_search_for_the_same_words(text: str) -> None:
    assert finds(text, text)


def test_a_soft_hyphen_or_a_zero_width_space_hides_no_word() -> None:
    assert tokens("на\u00adмештај Ни\u200bш") == ["namestaj", "nis"]


def test_a_long_run_of_one_letter_folds_in_one_go() -> None:
    assert fold("ж" * 8_000) == "z"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cuprija", "Састанак у Ћуприји"),
        ("namestaj", "произвођачи намештаја"),
        ("Djordjevic", "Ђорђевић"),
        ("мебели", "мебелите от Троян"),
        ("sofija", "София"),
    ],
)
def test_ana_finds_in_bald_latin_what_was_written_in_cyrillic(query: str, text: str) -> None:
    assert finds(query, text)
