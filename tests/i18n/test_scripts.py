"""Dragan writes Cyrillic, Ana reads Latin: what changes between them and what must not."""

import time

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.scripts import CYRILLIC_TO_LATIN, split_protected, to_latin
from tests.i18n.cases import each

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


@any_of(strategies.text(alphabet="".join(CYRILLIC_TO_LATIN) + "ЉЊЏАБВ xyz"))
def test_latin_text_stays_as_it_is(text: str) -> None:
    assert to_latin(to_latin(text)) == to_latin(text)


@pytest.mark.parametrize("word", ["България", "щит", "Юлия", "съвет", "Йордан", "Россия"])
def test_a_bulgarian_or_russian_word_is_left_whole(word: str) -> None:
    assert to_latin(f"{word} и Србија") == f"{word} i Srbija"


@pytest.mark.parametrize("unit", ["a", "a-", "a.", "љ", "{", "%(", "`", "a@", "b.a@", "#", "<a", ":a", "/"])
def test_no_text_is_made_to_take_long(unit: str) -> None:
    started = time.perf_counter()
    to_latin(unit * (16_000 // len(unit)))
    assert time.perf_counter() - started < 1
