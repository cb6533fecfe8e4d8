"""The four locales of the platform, in the one order in which people meet them.

Everywhere in the code a locale is its BCP 47 tag (RFC 5646), such as "sr-Latn"; only gettext
folders and CLDR data use identifiers with an underscore.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """One language in one script.

    `own_name` is how its readers call it, in its script: it is never translated.
    `cldr` is the identifier that Babel reads: English is European English, with a 24-hour clock.
    `plural_rule` is the name by which the browser's scripts know how the language counts.
    """

    tag: str
    catalog: str
    own_name: str
    cldr: str
    plural_rule: str


ONE_OTHER = "one-other"
ONE_FEW_OTHER = "one-few-other"

LOCALES = (
    Locale("sr-Cyrl", "sr_Cyrl", "Српски", "sr_Cyrl", ONE_FEW_OTHER),
    Locale("sr-Latn", "sr_Latn", "Srpski", "sr_Latn", ONE_FEW_OTHER),
    Locale("bg", "bg", "Български", "bg", ONE_OTHER),
    Locale("en", "en", "English", "en_GB", ONE_OTHER),
)
TAGS = tuple(locale.tag for locale in LOCALES)
SOURCE = "en"

_BY_TAG = {locale.tag: locale for locale in LOCALES}


def find_locale(tag: str) -> Locale:
    """Return the locale of a tag of TAGS.

    Raises KeyError for any other tag: tags from outside are checked with `is_locale` first.
    """
    return _BY_TAG[tag]


def is_locale(tag: object) -> bool:
    """Whether the value is the tag of one of the four locales, exactly as we write it."""
    return isinstance(tag, str) and tag in _BY_TAG


def language_of(tag: str) -> str:
    """Return the language of a tag without its script: "sr" of "sr-Latn"."""
    return tag.split("-", 1)[0]
