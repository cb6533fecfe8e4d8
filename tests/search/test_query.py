"""The language of queries: operators in all languages and scripts, and everything else literal."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkancluster.search.operators import Operator, find_operator, find_thing
from balkancluster.search.query import MOST_WORDS, Asked, Part, Plain, Quoted, read_query


def parts(text: str) -> tuple[Part, ...]:
    return read_query(text).parts


@pytest.mark.parametrize(
    ("names", "operator"),
    [
        ("from od од от FROM Од", Operator.FROM),
        ("in u у в във", Operator.IN),
        ("after posle после nakon након след", Operator.AFTER),
        ("before pre пре преди", Operator.BEFORE),
        ("has ima има", Operator.HAS),
    ],
)
def test_an_operator_is_known_in_every_language_and_script(names: str, operator: Operator) -> None:
    for name in names.split():
        assert find_operator(name) is operator, name
        assert parts(f"{name}:nešto") == (Asked(operator, "nešto", f"{name}:nešto"),)


@pytest.mark.parametrize(
    "name", ["link", "линк", "veza", "веза", "връзка", "file", "fajl", "датотека", "файл"]
)
def test_a_message_has_things_in_every_language(name: str) -> None:
    assert find_thing(name) is not None


def test_words_quotes_and_operators_stand_in_any_order() -> None:
    assert parts('od:Dragan nameštaj "drvene stolice" posle:5.3.') == (
        Asked(Operator.FROM, "Dragan", "od:Dragan"),
        Plain("nameštaj"),
        Quoted("drvene stolice"),
        Asked(Operator.AFTER, "5.3.", "posle:5.3."),
    )


def test_a_value_may_be_quoted_in_the_marks_of_every_language() -> None:
    for value in ('"Ana Ilić"', "„Ana Ilić“", "„Ana Ilić”", "“Ana Ilić”", "»Ana Ilić«"):
        asked = Asked(Operator.FROM, "Ana Ilić", f"od:{value}", is_quoted=True)
        assert parts(f"od:{value} vuna") == (asked, Plain("vuna"))


def test_a_space_after_the_colon_is_how_people_type() -> None:
    assert parts("от: Елена") == (Asked(Operator.FROM, "Елена", "от: Елена"),)


@pytest.mark.parametrize(
    "text", ["cena:100", "https://a.example/b", "from:", "*", "(a OR b)", "NEAR/3", "a'b;--", '"']
)
def test_what_is_no_operator_is_literal(text: str) -> None:
    assert not any(isinstance(part, Asked) for part in parts(text))


def test_an_unclosed_quote_is_no_quote() -> None:
    assert parts('"drvene stolice') == (Plain("drvene"), Plain("stolice"))


def test_of_a_very_long_query_the_beginning_is_read_and_said_so() -> None:
    query = read_query("reč " * 500)
    assert (len(query.parts), query.is_cut) == (MOST_WORDS, True)
    assert not read_query("reč " * MOST_WORDS).is_cut


ODD = st.text(
    alphabet=st.sampled_from("aбщ1 :\"„“«»*'()[]{}%_\\;-\n\0\ud800" + "from:" + "od:"), max_size=300
)


@given(st.one_of(ODD, st.text(max_size=300)))
def test_whatever_is_typed_is_read_and_nothing_is_invented(text: str) -> None:
    for part in parts(text):
        own = part.text if isinstance(part, Plain | Quoted) else part.value
        assert own in text
        assert own.strip()


@pytest.mark.parametrize("text", ['"' * 10_000, "a" * 10_000, "a:" * 5_000, "od:„" * 3_000, 'od:"a' * 2_500])
def test_ten_thousand_characters_are_read_at_once(text: str) -> None:
    begun = time.perf_counter()
    read_query(text)
    assert time.perf_counter() - begun < 0.1
