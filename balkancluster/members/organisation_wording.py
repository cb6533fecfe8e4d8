"""Whether words are what a row says they are: in one script, in their language, fit for the public."""

import re
import unicodedata

from balkancluster.errors import Invalid
from balkancluster.i18n.detection import BULGARIAN_LETTERS, SERBIAN_LETTERS
from balkancluster.i18n.locales import SOURCE
from balkancluster.i18n.messages import _
from balkancluster.i18n.tags import split_tag

_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_TELEPHONE = re.compile(r"(?<![\w/])(?:\+|00?)[1-9][\d /()-]{5,}\d(?!\w)")


def ensure_public(text: str) -> None:
    """Refuse ways to reach a person: a listing holds facts of an organisation only. Raises Invalid."""
    if _MAIL_ADDRESS.search(text):
        raise Invalid(_("An e-mail address does not belong here."))
    if _TELEPHONE.search(text):
        raise Invalid(_("A telephone number does not belong here."))


def ensure_language(text: str, tag: str) -> None:
    """Refuse prose that is plainly not in the language and script of the tag; names and quotes may differ.

    Raises Invalid.
    """
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = sum(_script(letter) == "Cyrl" for letter in letters)
    if letters and (cyrillic * 2 >= len(letters)) != (split_tag(tag)[1] == "Cyrl"):
        raise Invalid(_("This text is not in the script of %(tag)s.", tag=tag))
    if _is_of_the_other_language(set(letters), tag):
        raise Invalid(_("This text is not in the language of %(tag)s.", tag=tag))


def _is_of_the_other_language(letters: set[str], tag: str) -> bool:
    own, other = {
        "sr-Cyrl": (SERBIAN_LETTERS, BULGARIAN_LETTERS),
        "bg": (BULGARIAN_LETTERS, SERBIAN_LETTERS),
    }.get(tag, (frozenset(), frozenset()))
    return bool(letters & other) and not letters & own


def language_of_name(name: str, lang: str, english: str) -> str:
    """Return the tag of the language that a name is written in.

    `lang` is the organisation's own language and `english` its English name: some are known only by that
    one, and some write a brand in Latin beside texts in Cyrillic.
    """
    if name == english:
        return SOURCE
    cyrillic = any(_script(letter) == "Cyrl" for letter in name)
    if split_tag(lang)[1] == "Cyrl" and not cyrillic:
        return "sr-Latn" if lang == "sr-Cyrl" else SOURCE
    return lang


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return "Cyrl" if name.startswith("CYRILLIC") else "Latn" if name.startswith("LATIN") else ""
