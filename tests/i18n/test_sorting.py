"""Lists of names in the order of the alphabet, not of the code points."""

from balkancluster.i18n.sorting import sort_key, sort_key_in
from tests.i18n.cases import each


@each("sort_sr_Latn")
def test_ana_sees_the_order_of_the_latin_alphabet(given: list[str], expected: list[str]) -> None:
    assert sorted(given, key=lambda name: sort_key_in("sr-Latn", name)) == expected
    assert sorted(given, key=sort_key) == expected


@each("sort_sr_Cyrl")
def test_dragan_sees_the_order_of_the_serbian_alphabet(given: list[str], expected: list[str]) -> None:
    assert sorted(given, key=lambda name: sort_key_in("sr-Cyrl", name)) == expected


@each("sort_bg")
def test_elena_sees_the_order_of_the_bulgarian_alphabet(given: list[str], expected: list[str]) -> None:
    assert sorted(given, key=lambda name: sort_key_in("bg", name)) == expected


def test_ana_stands_beside_ana_in_the_other_script() -> None:
    assert sort_key("Ана Ћосић") == sort_key("Ana Ćosić")


def test_a_shorter_name_comes_before_a_longer_one_that_begins_with_it() -> None:
    names = ["Anakin", "Ana Žarić", "Ana"]
    assert sorted(names, key=sort_key) == ["Ana", "Ana Žarić", "Anakin"]


def test_numbers_come_first_and_foreign_alphabets_last() -> None:
    assert sorted(["Ωmega", "Žarko", "3D", "Müller", "Muz"], key=sort_key) == [
        "3D",
        "Müller",
        "Muz",
        "Žarko",
        "Ωmega",
    ]


def test_a_key_is_plain_ascii() -> None:
    assert sort_key("Ђорђе Ωmega Щерев – 7").isascii()
