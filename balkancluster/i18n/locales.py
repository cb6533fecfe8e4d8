"""The locales of the platform, in the one order in which people meet them.

Everywhere in the code a locale is its BCP 47 tag (RFC 5646), such as "sr-Latn"; only gettext
folders and CLDR data use identifiers with an underscore. A line of LOCALES and a catalogue are all
that a further locale needs: docs/translating says how.
"""

from dataclasses import dataclass

SOURCE = "en"
"""What programmers write, and what is shown where a translation is missing."""


@dataclass(frozen=True, slots=True)
class Locale:
    """One language in one script.

    `own_name` is how its readers call it, in its script: it is never translated.
    `nearest` are the locales that its readers understand best, for texts that are not in their own.
    `derived_from` is the locale from whose catalogue this one is made, in the other script.
    `custom` is the CLDR identifier whose formats it has: English is European English, with a 24-hour clock.
    `time_zone` is where its readers most likely live.
    `alphabet` has its letters in order; without one, its words are sorted as Serbian in the same script.
    """

    tag: str
    own_name: str
    nearest: tuple[str, ...] = ()
    derived_from: str = ""
    custom: str = ""
    time_zone: str = "Europe/Belgrade"
    alphabet: str = ""

    @property
    def catalog(self) -> str:
        """Return the name of its folder of translations."""
        return self.tag.replace("-", "_")

    @property
    def cldr(self) -> str:
        """Return the identifier that Babel reads."""
        return self.custom or self.catalog

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody translates into it: English is the source, Serbian in Latin is derived."""
        return self.tag != SOURCE and not self.derived_from


LOCALES = (
    Locale("sr-Cyrl", "Српски", nearest=("sr-Latn", "bg", "en")),
    Locale("sr-Latn", "Srpski", nearest=("sr-Cyrl", "en", "bg"), derived_from="sr-Cyrl"),
    Locale(
        "bg",
        "Български",
        nearest=("sr-Cyrl", "en"),
        time_zone="Europe/Sofia",
        alphabet="абвгдежзийклмнопрстуфхцчшщъьюя",
    ),
    Locale("en", "English", nearest=("sr-Latn", "sr-Cyrl"), custom="en_GB"),
)
TAGS = tuple(locale.tag for locale in LOCALES)
TRANSLATED_BY_HAND = tuple(locale.tag for locale in LOCALES if locale.is_by_hand)

_BY_TAG = {locale.tag: locale for locale in LOCALES}


def find_locale(tag: str) -> Locale:
    """Return the locale of a tag of TAGS.

    Raises KeyError for any other tag: tags from outside are checked with `is_locale` first.
    """
    return _BY_TAG[tag]


def is_locale(tag: object) -> bool:
    """Whether the value is the tag of one of the locales, exactly as we write it."""
    return isinstance(tag, str) and tag in _BY_TAG


def language_of(tag: str) -> str:
    """Return the language of a tag without its script: "sr" of "sr-Latn"."""
    return tag.split("-", 1)[0]


def nearest_locales(tag: str) -> tuple[str, ...]:
    """Return every other locale, those first that readers of this one understand best."""
    nearest = find_locale(tag).nearest
    return (*nearest, *(other for other in TAGS if other != tag and other not in nearest))
