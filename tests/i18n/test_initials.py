"""The letters on a person's round mark."""

import pytest

from balkancluster.i18n.initials import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ана Марковић", "АМ"),
        ("Ljubica Petrović", "LjP"),
        ("Љубица Петровић", "ЉП"),
        ("ana marija džajić", "ADž"),
        ("Елена", "Е"),
        ("„Никола“ Тесла", "НТ"),
        ("—", ""),
        ("", ""),
    ],
)
def test_a_person_is_marked_in_the_script_of_the_name(name: str, letters: str) -> None:
    assert initials(name) == letters
