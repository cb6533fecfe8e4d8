"""Every text a person can see is translated, whole, and in the letters of its language."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from balkancluster.i18n.catalogs import forms_of, read_catalog
from balkancluster.i18n.conversion import split_protected
from balkancluster.i18n.extraction import TRANSLATED_BY_HAND, extract
from balkancluster.i18n.locales import TAGS

ROOT = Path(__file__).parents[2]

SAME_AS_ENGLISH: frozenset[str] = frozenset()
"""Texts that are the same word in another language: names and what has no letters need no entry."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]")
TAG = re.compile(r"<[^<>]+>")
LETTERS = re.compile(r"[^\W\d_]")
EDGES = re.compile(r"(\s*).*?([.:?…]?)(\s*)", re.DOTALL)
FOREIGN_LETTERS = {"sr-Cyrl": "йщъьюяѝ", "bg": "јљњђћџ"}
CYRILLIC = re.compile(r"[\u0400-\u052f]")

by_hand = pytest.mark.parametrize("tag", TRANSLATED_BY_HAND)


@lru_cache(maxsize=1)
def sources() -> Catalog:
    return extract(ROOT)


@lru_cache(maxsize=4)
def translations(tag: str) -> Catalog:
    return read_catalog(tag)


def entries(catalog: Catalog) -> list[Entry]:
    return [entry for entry in catalog if entry.id]


def pairs(tag: str) -> list[tuple[Entry, str, str]]:
    """Return each entry with the English that a form stands for, and the form, where there is one."""
    found = []
    for entry in entries(translations(tag)):
        english = list(entry.id) if isinstance(entry.id, tuple) else [entry.id]
        for place, form in enumerate(filter(None, forms_of(entry))):
            found.append((entry, str(english[min(place, len(english) - 1)]), form))
    return found


def pairs_of_english() -> list[tuple[Entry, str, str]]:
    return [
        (entry, str(text), str(text))
        for entry in entries(sources())
        for text in (entry.id if isinstance(entry.id, tuple) else (entry.id,))
    ]


@by_hand
def test_every_text_is_translated(tag: str) -> None:
    catalog = translations(tag)
    missing = []
    for source in entries(sources()):
        entry = catalog.get(source.id, source.context)
        if entry is None or entry.fuzzy or not all(form.strip() for form in forms_of(entry)):
            missing.append(f"{source.id} ({source.locations[0][0]})")
    assert missing == [], f"untranslated in {tag}: run balkancluster.i18n.extraction.update_catalogs"


@by_hand
def test_no_translation_outlives_its_text(tag: str) -> None:
    known = {(source.id, source.context) for source in entries(sources())}
    assert [entry.id for entry in entries(translations(tag)) if (entry.id, entry.context) not in known] == []


@by_hand
def test_scripts_are_given_the_texts_that_they_use_today(tag: str) -> None:
    def for_scripts(catalog: Catalog) -> set[object]:
        return {entry.id for entry in entries(catalog) if any(f.endswith(".js") for f, _ in entry.locations)}

    assert for_scripts(translations(tag)) == for_scripts(sources())


@by_hand
def test_a_counted_text_has_every_form_of_the_language(tag: str) -> None:
    catalog = translations(tag)
    counted = [entry for entry in entries(catalog) if entry.pluralizable]
    assert [entry.id for entry in counted if len(forms_of(entry)) != catalog.num_plurals] == []


@by_hand
def test_placeholders_are_those_of_the_english_text(tag: str) -> None:
    wrong = []
    for entry, english, form in pairs(tag):
        allowed = set(PLACEHOLDER.findall(english))
        if entry.pluralizable and tag == "sr-Cyrl":
            # Its first form is for 21 and 101 too, so it says the number even where English has "one".
            allowed = set(PLACEHOLDER.findall(str(entry.id[1])))
        if set(PLACEHOLDER.findall(form)) != allowed:
            wrong.append((english, form))
    assert wrong == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_text_can_be_filled_in(tag: str) -> None:
    for _entry, english, form in pairs(tag) or pairs_of_english():
        values = dict.fromkeys(re.findall(r"%\((\w+)\)", english + form), 1)
        assert form % values is not None


@by_hand
def test_tags_are_those_of_the_english_text(tag: str) -> None:
    wrong = [
        (english, form) for _entry, english, form in pairs(tag) if TAG.findall(english) != TAG.findall(form)
    ]
    assert wrong == []


@by_hand
def test_a_text_begins_and_ends_like_the_english_one(tag: str) -> None:
    wrong = [(english, form) for _entry, english, form in pairs(tag) if _edges(english) != _edges(form)]
    assert wrong == []


@by_hand
def test_a_translation_is_not_its_english_source(tag: str) -> None:
    same = [
        english
        for _entry, english, form in pairs(tag)
        if form == english and english not in SAME_AS_ENGLISH and _has_words(english)
    ]
    assert same == []


@by_hand
def test_a_translation_has_the_letters_of_its_language(tag: str) -> None:
    foreign = set(FOREIGN_LETTERS[tag])
    assert [form for _entry, _english, form in pairs(tag) if foreign & set(form.lower())] == []


@by_hand
def test_a_translation_has_the_quotes_of_its_language(tag: str) -> None:
    forms = [TAG.sub("", form) for _entry, _english, form in pairs(tag)]
    assert [form for form in forms if '"' in form or "”" in form or form.count("„") != form.count("“")] == []


def test_an_english_text_can_stand_in_an_attribute() -> None:
    assert [text for _entry, text, _same in pairs_of_english() if '"' in TAG.sub("", text)] == []


def test_serbian_in_latin_has_no_cyrillic_left() -> None:
    assert [form for _entry, _english, form in pairs("sr-Latn") if CYRILLIC.search(form)] == []


def _has_words(text: str) -> bool:
    prose = "".join(span for protected, span in split_protected(text) if not protected)
    return bool(LETTERS.search(prose))


def _edges(text: str) -> tuple[str, ...]:
    match = EDGES.fullmatch(text)
    return match.groups() if match else ()
