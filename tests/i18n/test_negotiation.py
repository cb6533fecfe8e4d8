"""Which of the four locales a newcomer meets, and whose choice wins."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.negotiation import choose_locale, negotiate
from tests.i18n.cases import each

FIREFOX_IN_SERBIAN = "sr-RS,sr;q=0.9,en-US;q=0.8,en;q=0.7"


@each("negotiate")
def test_a_browser_is_answered_in_the_language_it_asks_for(given: str, expected: str) -> None:
    assert negotiate(given) == expected


def test_a_saved_setting_wins_over_the_cookie_and_the_header() -> None:
    assert choose_locale("bg", "en", FIREFOX_IN_SERBIAN) == "bg"


def test_the_cookie_wins_over_the_header() -> None:
    assert choose_locale(None, "sr-Latn", "bg") == "sr-Latn"


@pytest.mark.parametrize("cookie", ["", "de", "sr", "sr_Latn", "../etc/passwd", "\x00"])
def test_a_cookie_that_is_none_of_ours_is_passed_over(cookie: str) -> None:
    assert choose_locale(None, cookie, "bg") == "bg"


def test_a_site_may_answer_readers_of_serbian_in_latin() -> None:
    assert choose_locale(None, None, FIREFOX_IN_SERBIAN, serbian_script="Latn") == "sr-Latn"


def test_a_site_may_greet_strangers_in_bulgarian() -> None:
    assert choose_locale(None, None, None, default="bg") == "bg"


@pytest.mark.parametrize(
    ("header", "tag"),
    [("bs-Cyrl", "sr-Cyrl"), ("cnr", "sr-Latn"), ("sr-XK", "sr-Cyrl"), ("EN-gb;q=0.3, BG;q=0.4", "bg")],
)
def test_a_neighbouring_language_is_understood(header: str, tag: str) -> None:
    assert negotiate(header) == tag


@any_of(strategies.text())
def test_no_header_is_too_odd_to_answer(header: str) -> None:
    assert negotiate(header) in TAGS
