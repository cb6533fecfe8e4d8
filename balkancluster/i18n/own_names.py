"""The name of somebody who gave it in two scripts, as one reader wants it: in their own words, or as written.

A name is never converted: whoever bears it says how it is written in the other script, or nobody does.
"""

from typing import NamedTuple, Protocol

from balkancluster.i18n.bulgarian import bulgarian_to_latin
from balkancluster.i18n.conversion import CYRILLIC
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.reading import AS_WRITTEN, Reading
from balkancluster.i18n.scripts import to_cyrillic, to_latin
from balkancluster.i18n.tags import USUAL_SCRIPT


class Named(Protocol):
    """Somebody with a name and perhaps another form of it; both with their BCP 47 tags."""

    @property
    def name(self) -> str:
        """The name as written."""

    @property
    def lang(self) -> str:
        """Its language and script."""

    @property
    def other_name(self) -> str:
        """The bearer's own form of it in the other script, or nothing."""

    @property
    def other_lang(self) -> str:
        """The language and script of the other form."""


class Forms(NamedTuple):
    """A name in the forms that its bearer gave, such as that of an organisation, with BCP 47 tags."""

    name: str
    lang: str
    other_name: str = ""
    other_lang: str = ""


class Called(NamedTuple):
    """A name to show, and the BCP 47 tag of how it is written."""

    name: str
    lang: str


def script_of(name: str) -> str:
    """Return "Cyrl" for a name with a Cyrillic letter, else "Latn"."""
    return "Cyrl" if CYRILLIC.search(name) else "Latn"


def script_of_names(reading: Reading) -> str:
    """Return the script in which a reader wants names, or nothing for as they are written.

    It is that of the pages, except in a language of two scripts: there readers choose themselves.
    """
    if reading.script != AS_WRITTEN:
        return reading.script
    return USUAL_SCRIPT.get(reading.locale, "")


def call(named: Named, reading: Reading) -> Called:
    """Return the name in the form that the reader wants, if its bearer gave it, else as written."""
    wanted = script_of_names(reading) if named.other_name else ""
    if wanted and wanted == script_of(named.other_name):
        return Called(named.other_name, named.other_lang)
    return Called(named.name, named.lang)


def suggest_other(name: str, lang: str) -> str:
    """Return how a name may be written in the other script, for its bearer to judge, or nothing."""
    convert = {"sr-Cyrl": to_latin, "sr-Latn": to_cyrillic, "bg": bulgarian_to_latin}.get(lang)
    other = convert(name) if convert else ""
    return other if other and script_of(other) != script_of(name) else ""


def language_of_other(lang: str, name: str) -> str:
    """Return the tag of the other form of a name in `lang`: the same language in other letters."""
    if language_of(lang) == "sr":
        return f"sr-{script_of(name)}"
    return "bg-Latn" if lang == "bg" else "und-Cyrl" if script_of(name) == "Cyrl" else "und-Latn"
