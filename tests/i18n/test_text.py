"""What the edges refuse before it is stored."""

import pytest

from balkancluster.i18n import text
from tests.i18n.cases import each

FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe"])
def test_a_control_character_is_seen(character: str) -> None:
    assert text.has_control_characters(f"Ana{character}")


def test_tabs_and_line_breaks_are_ordinary_text() -> None:
    assert not text.has_control_characters("Добър ден,\n\tЕлена\r\n")


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u3164"])
def test_an_invisible_character_in_a_name_is_seen(character: str) -> None:
    assert text.has_invisible_characters(f"Ana{character} Marković")


@pytest.mark.parametrize("name", ["Ана", "Đorđe", "O’Neil", "Анна-Мария", "d.o.o. Niš"])
def test_honest_names_pass(name: str) -> None:
    assert not text.has_invisible_characters(name)
    assert not text.has_control_characters(name)
    assert not text.has_line_breaks(name)
    assert not text.has_stacked_marks(name)


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u200b\u200b", " \u3164 ", "\u2800"])
def test_a_text_without_anything_to_see_is_blank(blank: str) -> None:
    assert text.is_blank(blank)


def test_a_joined_emoji_is_not_blank() -> None:
    assert not text.is_blank(FAMILY)


def test_five_hundred_marks_on_one_letter_are_too_many() -> None:
    assert text.has_stacked_marks("a" + "\u0301" * 500)


def test_a_decomposed_letter_is_stored_composed() -> None:
    assert text.normalize("c\u030cas\r\nda") == "čas\nda"


def test_a_name_is_kept_on_one_line() -> None:
    assert text.collapse_spaces("  Ana \n Marković ") == "Ana Marković"


@each("mixed_script_word")
def test_a_word_of_two_alphabets_is_seen(given: str, expected: bool) -> None:
    assert bool(text.find_mixed_word(given)) is expected
