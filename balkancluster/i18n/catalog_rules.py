"""What a translation must be, beside its English text: rules of one form each, for people to correct.

Letters are those of the orthographies of the languages; quotation marks are „…“ in Serbian (Pravopis srpskoga
jezika, Matica srpska) and in Bulgarian (BAS, Официален правописен речник). Other languages are judged by the
rules that all have in common, until somebody adds their letters here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from balkancluster.i18n.conversion import split_protected
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.tags import split_tag
from balkancluster.i18n.text import find_mixed_word, has_control_characters

FOREIGN_LETTERS = {"sr": "йщъьюяѝыэё", "bg": "јљњђћџыэё"}
LOW_AND_HIGH_QUOTES = frozenset({"sr", "bg"})
LATIN_NAMES = frozenset({"BalkanCluster", "Python", "Rev", "LibreTranslate", "DeepL", "Google", "Microsoft"})
"""What stays in Latin letters in a Cyrillic text, beside abbreviations in capitals."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]")
TAG = re.compile(r"<[^<>]+>")
LETTERS = re.compile(r"[^\W\d_]+")
LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
CYRILLIC = re.compile(r"[\u0400-\u052f]")
ENDING = re.compile(r"[.:?!…]?$")
SPACES = re.compile(r"\s{2,}|\s[,.;:!?](?!\w)|\(\s|\s\)")
QUOTED = re.compile(r"[„“]([^„“”]*)[“”]")


@dataclass(frozen=True, slots=True)
class Pair:
    """One form of a translation with the English that it stands for; `tag` is its locale.

    `placeholders` are those that it must have: of the English plural where a form stands for several numbers.
    """

    tag: str
    english: str
    form: str
    placeholders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name; `is_broken` looks at a form, and `advice` tells a translator what to do."""

    name: str
    advice: str
    is_broken: Callable[[Pair], bool]


def prose_of(text: str) -> str:
    """Return the text without what no translator changes: tags, placeholders, addresses, code."""
    return "".join(span for protected, span in split_protected(text) if not protected)


def _has_foreign_letters(pair: Pair) -> bool:
    return bool(set(FOREIGN_LETTERS.get(language_of(pair.tag), "")) & set(pair.form.lower()))


def _has_other_quotes(pair: Pair) -> bool:
    if language_of(pair.tag) not in LOW_AND_HIGH_QUOTES:
        return False
    prose = TAG.sub("", pair.form)
    return any(mark in prose for mark in '"”«»') or prose.count("„") != prose.count("“")


def _has_latin_words(pair: Pair) -> bool:
    if split_tag(pair.tag)[1] != "Cyrl":
        return False
    words = LATIN_WORD.findall(QUOTED.sub("", prose_of(pair.form)))
    return any(not word.isupper() and word not in LATIN_NAMES for word in words)


def _ending(text: str) -> str:
    found = ENDING.search(text.rstrip())
    return found.group() if found else ""


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


RULES = (
    Rule(
        "placeholders",
        "use the same %(…)s as the English text",
        lambda pair: frozenset(PLACEHOLDER.findall(pair.form)) != pair.placeholders,
    ),
    Rule(
        "tags",
        "keep tags and links as they are in the English text, in the same order",
        lambda pair: TAG.findall(pair.english) != TAG.findall(pair.form),
    ),
    Rule(
        "edges",
        "begin and end with a space where the English text does, and only there",
        lambda pair: _edges(pair.english) != _edges(pair.form),
    ),
    Rule(
        "ending",
        "end with the same mark as the English text (. : ? ! …), or with none",
        lambda pair: _ending(pair.english) != _ending(pair.form),
    ),
    Rule(
        "untranslated",
        "say it in the language: this is the English text",
        lambda pair: pair.form == pair.english and bool(LETTERS.search(prose_of(pair.english))),
    ),
    Rule("letters", "use only the letters of the language", _has_foreign_letters),
    Rule(
        "mixed word",
        "write each word in one alphabet: a letter in it only looks alike",
        lambda pair: bool(find_mixed_word(prose_of(pair.form))),
    ),
    Rule(
        "Latin word", "write it in Cyrillic, or quote what a program is told to the letter", _has_latin_words
    ),
    Rule("quotes", "quote with „…“, and close what is opened", _has_other_quotes),
    Rule(
        "spaces",
        "leave one space between words, and none before a comma or a full stop",
        lambda pair: bool(SPACES.search(pair.form.strip())),
    ),
    Rule(
        "characters",
        "type it anew: it has a character that is none",
        lambda pair: has_control_characters(pair.form),
    ),
)


def find_broken(pair: Pair) -> list[Rule]:
    """Return the rules that a form breaks."""
    return [rule for rule in RULES if rule.is_broken(pair)]
