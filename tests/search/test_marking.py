"""Found words, marked in the text as it was written."""

from hypothesis import given
from hypothesis import strategies as st

from balkancluster.i18n.folding import fold
from balkancluster.search.marking import EXCERPT, Marked, excerpt, has_found, mark
from balkancluster.search.widening import widen
from balkancluster.textindex.terms import Term, Word, phrase_of, terms_of


def hits(marked: Marked) -> list[str]:
    return [piece.text for piece in marked.pieces if piece.is_hit]


def terms(text: str) -> list[Term]:
    return list(terms_of(text))


def test_words_are_marked_in_whatever_script_they_were_written() -> None:
    text = "Tražimo nameštaj: Намештаја има, NAMEŠTAJ i namestaj."
    assert hits(mark(text, terms("намештај"))) == ["nameštaj", "Намештаја", "NAMEŠTAJ", "namestaj"]


def test_words_of_other_languages_are_marked_too() -> None:
    wide = [widen(term) for term in terms_of("nameštaj") if isinstance(term, Word)]
    assert hits(mark("Мебелите са тук; furniture fair.", wide)) == ["Мебелите", "furniture"]


def test_a_phrase_is_marked_only_in_its_order() -> None:
    assert hits(mark("stolice drvene i drvene stolice", [phrase_of("drvene stolice")])) == [
        "drvene",
        "stolice",
    ]


def test_the_beginning_of_a_word_is_marked_while_it_is_typed() -> None:
    assert hits(mark("Đorđević, Djordjević, Đokić", list(terms_of("djordje", is_open=True)))) == [
        "Đorđević",
        "Djordjević",
    ]


def test_invisible_characters_within_a_word_hide_it_from_nobody() -> None:
    assert hits(mark("name\u00adštaj", terms("nameštaj"))) == ["name\u00adštaj"]


def test_an_excerpt_is_around_what_was_found() -> None:
    text = "pre toga " * 60 + "tu je hrast " + "posle toga " * 60
    found = excerpt(text, terms("hrast"))
    assert hits(found) == ["hrast"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= EXCERPT + 2


def test_without_a_found_word_an_excerpt_is_the_beginning() -> None:
    assert excerpt("Kratko i jasno", terms("hrast")).text == "Kratko i jasno"


WORDS = st.sampled_from(["hrast", "орах", "šešir", "Ђак", "a\u0301b", "x-y", "<b>", "\n", "…", "100"])


@given(st.lists(WORDS, max_size=200).map(" ".join), st.text(max_size=20))
def test_marking_changes_no_letter_of_the_text(text: str, query: str) -> None:
    asked = terms(query) + terms("hrast")
    assert mark(text, asked).text == text
    found = excerpt(text, asked)
    assert found.text.strip("…") in " ".join(text.split())
    assert all(fold(hit) for hit in hits(found))
    assert has_found(text, terms("hrast")) == ("hrast" in hits(mark(text, terms("hrast"))))
