"""Names that nobody's eyes tell apart, and namesakes that look different."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.lookalikes import ALIKE, look_alike, shape
from tests.i18n.growth import grows_evenly


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сара", "Capa"),
        ("Маја Петровић", "Maja Петровић"),
        ("lvan Petrov", "Ivan Petrov"),
        ("Jovan 0stojić", "Jovan Ostojić"),
        ("Ðorđe", "Đorđe"),
        ("Αna", "Ana"),
        ("СОР", "COP"),
    ],
)
def test_names_that_look_the_same_are_seen_to(one: str, other: str) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ана", "Ana"),
        ("Ана Петровић", "Ana Petrović"),
        ("Јован", "Jovan"),
        ("Jovanović", "Jovanovic"),
        ("Ana", "Ana"),
        ("Boris", "boris"),
    ],
)
def test_namesakes_in_two_scripts_and_other_names_are_no_lookalikes(one: str, other: str) -> None:
    assert not look_alike(one, other)


@any_of(strategies.one_of(strategies.text(), strategies.text(alphabet="".join(ALIKE.values()) + "ćč\u0301 ")))
def test_a_shape_has_the_shape_of_itself(name: str) -> None:
    assert shape(shape(name)) == shape(name)


def test_a_shape_takes_no_longer_than_its_name_is_long() -> None:
    assert grows_evenly(shape, "Сарa\u0301 ")
