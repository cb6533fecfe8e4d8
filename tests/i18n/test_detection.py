"""Every message gets the language it is written in, for screen readers and letter shapes."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.detection import UNKNOWN, detect
from balkancluster.i18n.locales import TAGS
from tests.i18n.cases import each


@each("detect")
def test_a_text_is_known_by_its_letters_and_small_words(given: str, expected: str) -> None:
    assert detect(given) == expected


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Tehnicki pregled hale je zavrsen, javite se", "sr-Latn"),
        ("Imamo sajam sledece nedelje u Nisu", "sr-Latn"),
        ("We meet in Niš on Thursday", "en"),
        ("Yes", "en"),
        ("Добро јутро", "sr-Cyrl"),
        ("Добър ден на всички", "bg"),
    ],
)
def test_a_short_text_needs_no_author(text: str, tag: str) -> None:
    assert detect(text) == tag


@pytest.mark.parametrize(("author", "tag"), [("sr-Latn", "sr-Cyrl"), ("bg", "bg"), ("en", UNKNOWN)])
def test_a_word_that_both_languages_have_is_taken_as_the_authors(author: str, tag: str) -> None:
    assert detect("Може", author) == tag


def test_a_link_says_nothing_about_the_language() -> None:
    assert detect("Погледај https://example.com/this-is-the-best-of-all-the-pages, важно је") == "sr-Cyrl"


@any_of(strategies.text(), strategies.sampled_from([None, *TAGS]))
def test_every_text_gets_an_answer(text: str, author: str | None) -> None:
    assert detect(text, author) in {*TAGS, UNKNOWN}
