"""What a person may be called, and where mail may go."""

import pytest

from balkancluster.errors import Invalid
from balkancluster.members.models import ACTIVE, ERASED, LEFT
from balkancluster.members.names import FORMER_MEMBER, clean_email, clean_name, name_language, shown_name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ana   Đorđević ", "Ana Đorđević"),
        ("Ana \u0110ord\u030cevic\u0301", "Ana Đorďević"),
        ("{{7*7}} %s {0}",) * 2,
        ("Marko Марко",) * 2,
    ],
)
def test_a_name_is_kept_as_written_on_one_line(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "Ana\nBcc: all",
        "Ana\r",
        "A\x00na",
        "A\u202ena",
        "A\u200bna",
        "q" + "\u0301" * 9,
        "a" * 121,
        "\ud800",
        "\u0410na Đorđević",
        "Ив\u0061н",
    ],
)
def test_a_name_that_could_deceive_is_refused_at_its_field(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_name(name)
    assert refusal.value.field == "name"


def test_an_address_is_compared_in_lower_case() -> None:
    assert clean_email(" Ana@Demo.Example ") == "ana@demo.example"


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@", "ana@demo.example\r\nBcc: all@demo.example", "a@b@c.rs"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_email(address)
    assert refusal.value.field == "email"


def test_a_name_has_the_language_of_its_letters() -> None:
    assert name_language("Драган Стојиљковић", "sr-Latn") == "sr-Cyrl"
    assert name_language("Ana Jović", "sr-Cyrl") == "sr-Latn"


def test_who_left_is_a_former_member_to_others() -> None:
    assert shown_name("Ana Jović", ACTIVE) == "Ana Jović"
    assert shown_name("Ana Jović", LEFT) == shown_name("", ERASED) == FORMER_MEMBER
