"""The languages of services: asked for by their own codes, and only as they list them."""

from balkancluster.translation.languages import Languages, Offered, Pair

DEEPL = frozenset({"BG", "EN-GB", "EN-US", "SR"})


def test_codes_are_those_of_the_service() -> None:
    languages = Languages(Offered(code, DEEPL) for code in ("BG", "EN", "SR"))
    assert languages.find_pair("sr-Latn", "bg") == Pair("SR", "BG")
    assert languages.find_pair("bg", "en") == Pair("BG", "EN-GB")
    assert languages.find_pair("und", "bg") == Pair(None, "BG")


def test_a_language_that_is_not_listed_is_not_offered() -> None:
    languages = Languages([Offered("en", frozenset({"bg"})), Offered("bg", frozenset({"en"}))])
    assert languages.find_pair("sr-Cyrl", "bg") is None
    assert languages.find_pair("bg", "sr") is None
    assert (languages.targets_of("bg"), languages.targets_of("sr-Latn")) == (("en",), ())
    assert Languages().find_pair("und", "bg") is None


def test_a_service_that_tells_scripts_apart_is_asked_in_that_of_the_text() -> None:
    both = frozenset({"bg", "sr_Latn", "sr_Cyrl"})
    languages = Languages(Offered(code, both) for code in ("sr_Cyrl", "sr_Latn", "bg"))
    assert languages.find_pair("sr-Latn", "bg") == Pair("sr_Latn", "bg")
    assert languages.find_pair("sr-Cyrl", "bg") == Pair("sr_Cyrl", "bg")
    assert languages.find_pair("bg", "sr") == Pair("bg", "sr_Cyrl")


def test_from_one_script_into_the_other_nobody_is_asked() -> None:
    languages = Languages(
        [Offered("sr", frozenset({"sr", "sr-Latn"})), Offered("sr-Latn", frozenset({"sr"}))]
    )
    assert languages.find_pair("sr-Latn", "sr") is None
    assert languages.find_pair("sr-Cyrl", "sr") is None


def test_a_pair_that_is_not_listed_is_not_made_up_from_two() -> None:
    languages = Languages([Offered("sr", frozenset({"en"})), Offered("en", frozenset({"bg"}))])
    assert languages.find_pair("sr-Latn", "bg") is None
