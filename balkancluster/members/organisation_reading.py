"""The words of an organisation that fit one reader, always with the language they are really in."""

from collections.abc import Iterator
from dataclasses import dataclass

from balkancluster.i18n.locales import SOURCE, language_of
from balkancluster.i18n.own_names import script_of, script_of_names
from balkancluster.i18n.reading import Reading
from balkancluster.members.organisation_profiles import Profile
from balkancluster.members.organisation_wording import language_of_name

OTHER_SCRIPT = {"sr-Cyrl": "sr-Latn", "sr-Latn": "sr-Cyrl"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text to show, as it was written; `lang` is its BCP 47 tag."""

    text: str
    lang: str

    def is_foreign_to(self, locale: str) -> bool:
        """Whether it is in another language than the reader's; another script alone is not."""
        return language_of(self.lang) != language_of(locale)


def own_name(profile: Profile, reading: Reading | None = None) -> Spoken:
    """Return the name as its bearer writes it: names are never translated or converted.

    A reader of the other script of its language gets the form that it has in that script, if it gave one.
    """
    name = profile.own.name
    other = _part(profile, "name", OTHER_SCRIPT.get(profile.lang, ""))
    if reading and other and script_of_names(reading) == script_of(other) != script_of(name):
        return Spoken(other, OTHER_SCRIPT[profile.lang])
    return Spoken(name, language_of_name(name, profile.lang, profile.english.name))


def other_name(profile: Profile, locale: str) -> Spoken | None:
    """Return the name that helps who cannot read the own one: in the reader's language, else in English."""
    for tag in (locale, SOURCE):
        words = profile.texts.get(tag)
        if words and words.name and language_of(profile.lang) != language_of(locale):
            return Spoken(words.name, tag) if words.name != profile.own.name else None
    return None


def prose(profile: Profile, part: str, locale: str) -> Spoken | None:
    """Return a part of what it says (summary, offers or seeks) in the words nearest to the reader.

    These are the words in the language and script of the reader's pages; in the other script of Serbian; in
    English; and its own.
    """
    for tag in _nearest(profile.lang, locale):
        if text := _part(profile, part, tag):
            return Spoken(text, tag)
    return None


def _nearest(own: str, locale: str) -> Iterator[str]:
    yield locale
    if locale in OTHER_SCRIPT:
        yield OTHER_SCRIPT[locale]
    yield SOURCE
    yield own


def _part(profile: Profile, part: str, tag: str) -> str:
    words = profile.texts.get(tag)
    return str(getattr(words, part)) if words else ""
