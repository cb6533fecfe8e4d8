"""Dragan writes Cyrillic, Ana reads Latin: what changes between them and what must not."""

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.conversion import PROTECTED as FIND_PROTECTED
from balkancluster.i18n.conversion import SIGN_OF_PROTECTED, split_protected
from balkancluster.i18n.scripts import CYRILLIC_TO_LATIN, to_cyrillic, to_latin
from tests.i18n.cases import each
from tests.i18n.growth import grows_evenly

PROTECTED = (
    "https://пример.срб/порука?а=1",
    "`ћао --помоћ`",
    "```\nњива = 1\n```",
    "%(име)s",
    "{број}",
    "@Ђорђе",
    "#набавка",
    "понуда.pdf",
    "&nbsp;",
    '<a href="/порука">',
    "инфо@фирма.срб",
)


@each("sr_cyr_to_lat", "sr_cyr_to_lat_text")
def test_ana_reads_in_latin_what_dragan_wrote(given: str, expected: str) -> None:
    assert to_latin(given) == expected


@pytest.mark.parametrize("span", PROTECTED)
def test_a_protected_span_is_never_changed(span: str) -> None:
    assert to_latin(f"Љубав {span} њива") == f"Ljubav {span} njiva"


@any_of(
    strategies.lists(
        strategies.one_of(
            strategies.sampled_from(PROTECTED),
            strategies.text(alphabet="абвљњџћђЉЊЏ ,.\n", max_size=12),
        )
    )
)
def test_every_protected_span_comes_out_as_it_went_in(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = [span for protected, span in split_protected(text) if protected]
    latin = to_latin(text)
    assert [span for protected, span in split_protected(latin) if protected] == spans


@any_of(strategies.text())
def test_cutting_a_text_loses_no_character(text: str) -> None:
    assert "".join(span for _protected, span in split_protected(text)) == text


PIECES = (
    "www.",
    "http:",
    "/",
    "a",
    "б",
    ".",
    "com",
    "срб",
    "pdf",
    "@",
    "#",
    ":",
    "_",
    "%",
    "(",
    ")",
    "s",
    "{",
    "}",
    "`",
)


@any_of(strategies.lists(strategies.sampled_from(PIECES), max_size=8).map("".join))
def test_whatever_is_protected_has_a_sign_of_it(text: str) -> None:
    assert SIGN_OF_PROTECTED.search(text) or not FIND_PROTECTED.search(text)


@any_of(strategies.text(alphabet="".join(CYRILLIC_TO_LATIN) + "ЉЊЏАБВ xyz"))
def test_latin_text_stays_as_it_is(text: str) -> None:
    assert to_latin(to_latin(text)) == to_latin(text)


@pytest.mark.parametrize("word", ["България", "щит", "Юлия", "съвет", "Йордан", "Россия"])
def test_a_bulgarian_or_russian_word_is_left_whole(word: str) -> None:
    assert to_latin(f"{word} и Србија") == f"{word} i Srbija"


@pytest.mark.parametrize("unit", ["a", "a-", "a.", "љ", "{", "%(", "`", "a@", "b.a@", "#", "<a", ":a", "/"])
def test_no_text_is_made_to_take_long(unit: str) -> None:
    assert grows_evenly(to_latin, unit)


@each("sr_lat_to_cyr", "sr_lat_to_cyr_text")
def test_dragan_reads_in_cyrillic_what_ana_wrote(given: str, expected: str) -> None:
    assert to_cyrillic(given) == expected


@pytest.mark.parametrize("span", PROTECTED)
def test_a_protected_span_is_not_changed_into_cyrillic_either(span: str) -> None:
    assert to_cyrillic(f"Ljubav {span} njiva") == f"Љубав {span} њива"


LATIN = "abcčćdđefghijklmnoprsštuvzž"


@any_of(strategies.text(alphabet=LATIN + " "))
def test_what_goes_into_cyrillic_comes_back_as_it_was(text: str) -> None:
    assert to_latin(to_cyrillic(text)) == text


@any_of(strategies.text(alphabet=LATIN + "LJNDŽqwxy 1.-\u030c"))
def test_cyrillic_text_stays_as_it_is(text: str) -> None:
    assert to_cyrillic(to_cyrillic(text)) == to_cyrillic(text)


@any_of(
    strategies.lists(
        strategies.one_of(
            strategies.sampled_from(PROTECTED), strategies.text(alphabet="ljndžšćLNJ ,.\n", max_size=12)
        )
    )
)
def test_every_protected_span_comes_out_of_cyrillic_as_it_went_in(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = [span for protected, span in split_protected(text) if protected]
    cyrillic = to_cyrillic(text)
    assert [span for protected, span in split_protected(cyrillic) if protected] == spans


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Iz Excela i sa Youtubea", "Из Excela и са Youtubea"),
        ("u sali V i VII", "у сали В и VII"),
        ("5 m, 12kg i 3 sela", "5 m, 12kg и 3 села"),
        ("Philips i OFFICE, Dell i jazz", "Пхилипс и ОФФИЦЕ, Dell и јазз"),
        ("Müller je stigao", "Müller је стигао"),
        ("NADŽIVETI i Odžaci", "НАДЖИВЕТИ и Оџаци"),
    ],
)
def test_what_is_serbian_and_what_is_not(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("unit", ["a", "a-", "5 m ", "lj", "nadž", "`", "%(", "#"])
def test_no_text_takes_long_on_its_way_into_cyrillic(unit: str) -> None:
    assert grows_evenly(to_cyrillic, unit)
