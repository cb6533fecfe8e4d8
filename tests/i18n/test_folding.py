"""Whoever searches finds it: in the other script, without marks, in another case or number."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.folding import fold, tokens
from balkancluster.i18n.stems import search_text, stems
from tests.i18n.cases import each
from tests.i18n.growth import grows_evenly
from tests.i18n.search_cases import SETS, score

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


@any_of(strategies.one_of(strategies.text(), strategies.text(alphabet=LETTERS + "ІЇªÅ\u0345ſ…’\u0483")))
def test_what_is_stored_is_each_folded_word_with_its_stems(text: str) -> None:
    assert search_text(text).split() == [
        form for word in tokens(text) for form in (word, *sorted(stems(word) - {word}))
    ]


def test_a_soft_hyphen_or_a_zero_width_space_hides_no_word() -> None:
    assert tokens("на\u00adмештај Ни\u200bш") == ["namestaj", "nis"]


def test_a_long_run_of_one_letter_folds_in_one_go() -> None:
    assert fold("ж" * 8_000) == "z"


@pytest.mark.parametrize(
    "unit", ["ж", "dj", "ijа", "ts", "č\u030c", "ǆ", "\u200b", "ata", "ieieje", "ndknbk"]
)
def test_a_word_of_any_length_is_indexed_in_a_time_that_grows_with_it(unit: str) -> None:
    assert grows_evenly(search_text, unit)


@pytest.mark.parametrize("unit", ["ћ", "namestaja ", "e\u0301", "ата"])
def test_a_word_of_8_000_letters_has_a_few_stems(unit: str) -> None:
    assert all(len(stems(word)) <= 6 for word in tokens(unit * 8_000))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ǆep", "Džep"),
        ("ǈubav", "Љубав"),
        ("ǌiva", "њива"),
        ("c\u030cac\u030cak", "Чачак"),
        ("и\u0306од", "йод"),
        ("\u202eНиш\u202c", "Niš"),
        ("Ни\u2066ш\u2069", "Niš"),
        ("Ðorđe", "Ђорђе"),
        ("ＮＩＳ", "Ниш"),
    ],
)
def test_what_old_code_pages_and_other_systems_make_of_letters_is_found(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)


@pytest.mark.parametrize("name", SETS)
def test_people_find_the_forms_of_a_word_and_little_else(name: str) -> None:
    found = score(name)
    assert found.recall >= 0.95, found.missed
    assert found.precision >= 0.95, found.false


@pytest.mark.parametrize(
    ("serbian", "bulgarian"),
    [
        ("партнером", "партньори"),
        ("пројекат", "проектът"),
        ("језика", "език"),
        ("потпис", "подписа"),
        ("бесплатно", "безплатни"),
        ("одговора", "отговор"),
        ("зграде", "сграда"),
        ("опште", "общата"),
        ("инжењеру", "инженери"),
        ("тестирања", "тестирането"),
        ("учитељи", "учителят"),
        ("егзотичан", "екзотично"),
    ],
)
def test_a_word_that_both_languages_have_by_rule_is_found_in_both(serbian: str, bulgarian: str) -> None:
    stored = {stem for word in tokens(serbian) for stem in stems(word)}
    assert any(not stored.isdisjoint(stems(word)) for word in tokens(bulgarian))


@any_of(strategies.text(alphabet="abcdeghijklmnoprstuvz", min_size=1, max_size=40))
def test_every_word_has_a_stem_and_no_stem_is_empty(word: str) -> None:
    assert stems(fold(word))
    assert all(stems(fold(word)))


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
