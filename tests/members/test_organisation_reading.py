"""Which words of an organisation a reader gets."""

import pytest

from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisation_reading import Spoken, other_name, own_name, prose

NETWOOD = Profile(
    "RS004",
    "cluster",
    "sr-Cyrl",
    "RS",
    {
        "sr-Cyrl": Words("Кластер намештаја", "Кластер из Крагујевца.", "Намештај."),
        "en": Words("Furniture Cluster", "Cluster from Kragujevac."),
    },
)


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [
        ("sr-Cyrl", Spoken("Кластер из Крагујевца.", "sr-Cyrl")),
        ("sr-Latn", Spoken("Кластер из Крагујевца.", "sr-Cyrl")),
        ("bg", Spoken("Cluster from Kragujevac.", "en")),
        ("en", Spoken("Cluster from Kragujevac.", "en")),
    ],
)
def test_prose_comes_in_the_nearest_words(locale: str, spoken: Spoken) -> None:
    assert prose(NETWOOD, "summary", locale) == spoken


def test_what_is_said_in_one_language_only_is_shown_in_it() -> None:
    assert prose(NETWOOD, "offers", "bg") == Spoken("Намештај.", "sr-Cyrl")
    assert prose(NETWOOD, "seeks", "bg") is None


def test_latin_is_not_guessed_into_cyrillic() -> None:
    latin = Profile("", "sme", "sr-Latn", "RS", {"sr-Latn": Words("Čarapa", "Pletemo čarape.")})
    assert prose(latin, "summary", "sr-Cyrl") == Spoken("Pletemo čarape.", "sr-Latn")


def test_a_name_is_never_converted_but_one_the_reader_can_read_stands_beside_it() -> None:
    assert own_name(NETWOOD) == Spoken("Кластер намештаја", "sr-Cyrl")
    assert other_name(NETWOOD, "sr-Latn") is None
    assert other_name(NETWOOD, "bg") == Spoken("Furniture Cluster", "en")
    assert other_name(NETWOOD, "en") == Spoken("Furniture Cluster", "en")


@pytest.mark.parametrize(
    ("name", "lang", "spoken_in"),
    [("ICT Network", "sr-Cyrl", "en"), ("Netwood", "sr-Cyrl", "sr-Latn"), ("Cleantech", "bg", "en")],
)
def test_a_name_known_in_latin_only_says_so(name: str, lang: str, spoken_in: str) -> None:
    english = "ICT Network" if name == "ICT Network" else "Something"
    profile = Profile("", "sme", lang, "RS", {lang: Words(name), "en": Words(english)})
    assert own_name(profile).lang == spoken_in
