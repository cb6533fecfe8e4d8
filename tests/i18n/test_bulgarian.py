"""Marko, who reads no Cyrillic, reads what Elena wrote."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.bulgarian import TO_LATIN, bulgarian_to_latin
from tests.i18n.cases import each


@each("bg_to_lat")
def test_bulgarian_is_written_in_latin_by_the_act(given: str, expected: str) -> None:
    assert bulgarian_to_latin(given) == expected


@pytest.mark.parametrize("word", ["Ћуприја", "љубав", "рыба", "Sofia"])
def test_what_is_not_bulgarian_is_left_whole(word: str) -> None:
    assert bulgarian_to_latin(f"{word} и Пловдив") == f"{word} i Plovdiv"


@any_of(strategies.text(alphabet="".join(TO_LATIN) + "ЖЦЧШЩЮЯАБ .,\n"))
def test_nothing_cyrillic_is_left_and_nothing_changes_again(text: str) -> None:
    latin = bulgarian_to_latin(text)
    assert not any("\u0400" <= letter <= "\u052f" for letter in latin)
    assert bulgarian_to_latin(latin) == latin
