"""Dragan writes Cyrillic, Ana Latin, Elena Bulgarian: each is read as the reader reads."""

import re

import pytest
from hypothesis import given as any_of
from hypothesis import strategies

from balkancluster.i18n.reading import (
    Reading,
    Shown,
    choose_reading,
    convert_html,
    convert_text,
    read_html,
    read_text,
)

CYRILLIC = Reading("sr-Cyrl", "Cyrl")
LATIN = Reading("sr-Latn", "Latn")
AS_WRITTEN = Reading("bg")
AIDED = Reading("en", bulgarian_in_latin=True)


def test_the_pages_say_what_script_is_read_until_the_person_does() -> None:
    assert choose_reading("sr-Cyrl") == CYRILLIC
    assert choose_reading("sr-Latn") == LATIN
    assert choose_reading("bg") == AS_WRITTEN
    assert choose_reading("en", "Cyrl") == Reading("en", "Cyrl")
    assert choose_reading("sr-Latn", "as-written") == Reading("sr-Latn")


@pytest.mark.parametrize(
    ("text", "lang", "reading", "expected"),
    [
        ("Здраво, Ниш!", "sr-Cyrl", LATIN, Shown("Zdravo, Niš!", "sr-Latn", True)),
        ("Zdravo, Niš!", "sr-Latn", CYRILLIC, Shown("Здраво, Ниш!", "sr-Cyrl", True)),
        ("Здраво, Ниш!", "sr-Cyrl", AS_WRITTEN, Shown("Здраво, Ниш!", "sr-Cyrl", False)),
        ("Здравей, София!", "bg", LATIN, Shown("Здравей, София!", "bg", False)),
        ("Здравей, София!", "bg", AIDED, Shown("Zdravey, Sofia!", "bg-Latn", True)),
        ("Здраво, Ниш!", "sr-Cyrl", AIDED, Shown("Здраво, Ниш!", "sr-Cyrl", False)),
        ("Hello from Sofia", "en", CYRILLIC, Shown("Hello from Sofia", "en", False)),
        ("www.primer.rs 2026", "sr-Latn", CYRILLIC, Shown("www.primer.rs 2026", "sr-Latn", False)),
    ],
)
def test_a_text_comes_in_the_readers_script_with_its_tag(
    text: str, lang: str, reading: Reading, expected: Shown
) -> None:
    assert read_text(text, lang, reading) == expected
    assert read_html(f"<p>{text}</p>", lang, reading) == expected._replace(text=f"<p>{expected.text}</p>")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Njiva &amp; šuma <em>Ljig</em></p>", "<p>Њива &amp; шума <em>Љиг</em></p>"),
        ("<p>a &lt;b&gt; c</p>", "<p>а &lt;b&gt; ц</p>"),
        ("<p>pokreni <code>make nas</code> odmah</p>", "<p>покрени <code>make nas</code> одмах</p>"),
        (
            "<pre><code>dobar dan\n</code></pre><p>dobar dan</p>",
            "<pre><code>dobar dan\n</code></pre><p>добар дан</p>",
        ),
        (
            '<p>vidi <a href="https://primer.rs/ana" rel="nofollow">ovde</a></p>',
            '<p>види <a href="https://primer.rs/ana" rel="nofollow">овде</a></p>',
        ),
        (
            '<p><a href="https://primer.rs/ana">https://primer.rs/ana</a> dobro</p>',
            '<p><a href="https://primer.rs/ana">https://primer.rs/ana</a> добро</p>',
        ),
        (
            '<p>hej <a class="mention" href="/people/1" lang="sr-Latn">@Ana Jović</a> zdravo</p>',
            '<p>хеј <a class="mention" href="/people/1" lang="sr-Latn">@Ana Jović</a> здраво</p>',
        ),
        ("<p>www.<em>primer</em>.rs je naš</p>", "<p>www.<em>primer</em>.rs је наш</p>"),
        ("<p>ana@<strong>firma</strong>.rs piše</p>", "<p>ana@<strong>firma</strong>.rs пише</p>"),
        ("<p>N<em>jegoš</em></p>", "<p>Његош<em></em></p>"),
        ("<p>Vin<em>ograd</em></p>", "<p>Вин<em>оград</em></p>"),
        ("<p>Win<em>dows</em> radi</p>", "<p>Win<em>dows</em> ради</p>"),
        ("<p>ukupno 5 <strong>kg</strong> vune</p>", "<p>укупно 5 <strong>kg</strong> вуне</p>"),
        ("<p>prvi<br>drugi</p>", "<p>први<br>други</p>"),
        ("<p>kaže &quot;da&quot;</p>", '<p>каже "да"</p>'),
    ],
)
def test_only_the_words_in_text_nodes_change(html: str, expected: str) -> None:
    assert convert_html(html, "sr-Latn", CYRILLIC) == expected


def test_capitals_in_a_word_of_several_nodes_are_those_of_the_whole_word() -> None:
    assert convert_html("<p>Љ<em>УБАВ</em></p>", "sr-Cyrl", LATIN) == "<p>LJUBAV<em></em></p>"


def test_a_paragraph_in_another_language_stays_as_it_is() -> None:
    quoted = "<blockquote>\n<p>Please send the offer to us</p>\n</blockquote>"
    assert (
        convert_html(f"<p>Evo pisma kupca:</p>{quoted}", "sr-Latn", CYRILLIC)
        == f"<p>Ево писма купца:</p>{quoted}"
    )


BALD = "Postovani, saljem ponudu za pet hiljada komada namestaja do kraja meseca, pozdrav iz Leskovca."


@pytest.mark.parametrize("text", [BALD, BALD.upper(), "Sta mislite?", "Hocemo da ucestvujemo", "Neka dodje"])
def test_bald_latin_is_left_as_it_was_typed(text: str) -> None:
    assert read_text(text, "sr-Latn", CYRILLIC) == Shown(text, "sr-Latn", False)
    assert read_html(f"<p>{text}</p>", "sr-Latn", CYRILLIC) == Shown(f"<p>{text}</p>", "sr-Latn", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dobar dan svima!", "Добар дан свима!"),
        ("Imamo odjek, i podjela.", "Имамо одјек, и подјела."),
        (BALD.replace("ovani", "ovani, Anđela"), "ђ"),
        ("Ovo je vezano za narudžbu i važno nam je da stigne do kraja meseca.", "важно"),
    ],
)
def test_what_is_short_or_has_marks_is_not_bald(text: str, expected: str) -> None:
    assert expected in convert_text(text, "sr-Latn", CYRILLIC)


TAG = re.compile(r"<[^>]*>")
PIECES = (
    "<p>", "</p>", "<em>", "</em>", "<strong>", "</strong>", "<br>", "<code>njiva</code>",
    "<ul><li>", "</li></ul>", "&amp;", "&lt;b&gt;",
    '<a href="https://primer.rs/nj">', "</a>", '<a class="mention" href="/people/7">@Njegoš</a>',
)  # fmt: skip


@any_of(
    strategies.lists(
        strategies.one_of(
            strategies.sampled_from(PIECES),
            strategies.text(alphabet="abćžnjlj ДЉ.:/@ё😀 %{}`#1", max_size=12),
        )
    ),
    strategies.sampled_from(["sr-Cyrl", "sr-Latn", "bg", "en", "und"]),
    strategies.sampled_from([CYRILLIC, LATIN, AS_WRITTEN, AIDED]),
)
def test_no_tag_is_lost_or_changed_whatever_stands_between(
    pieces: list[str], lang: str, reading: Reading
) -> None:
    html = "".join(pieces)
    shown = read_html(html, lang, reading)
    assert TAG.findall(shown.text) == TAG.findall(html)
    assert shown.is_converted == (shown.text != html)


@any_of(strategies.text())
def test_any_text_can_be_shown_to_anybody(text: str) -> None:
    for reading in (CYRILLIC, LATIN, AS_WRITTEN, AIDED):
        for lang in ("sr-Cyrl", "sr-Latn", "bg"):
            assert isinstance(read_text(text, lang, reading), Shown)
