"""Texts that are translated late: rules name them, the edge says them in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from markupsafe import Markup, escape

from balkancluster.i18n.catalogs import find_translations
from balkancluster.i18n.reading import Reading, Shown, as_reading, read_text


@runtime_checkable
class Localized(Protocol):
    """Whatever can be said in a locale: a message, or a value that is written by local custom."""

    def in_locale(self, tag: str) -> str:
        """Return the text in the locale of that tag."""
        ...


@dataclass(frozen=True, slots=True)
class Quoted:
    """A name inside a sentence, which is never converted; `lang` is its BCP 47 tag."""

    text: str
    lang: str

    def in_locale(self, _tag: str) -> str:
        """Return the words as they were written."""
        return self.text

    def lang_in(self, _tag: str) -> str:
        """Return the tag of their language."""
        return self.lang


@dataclass(frozen=True, slots=True)
class Written:
    """A text that somebody wrote, such as a title, inside a sentence: shown in the script of its reader."""

    text: str
    lang: str

    def in_locale(self, tag: str) -> str:
        """Return the words for who reads as pages in this locale do."""
        return self.to(as_reading(tag)).text

    def to(self, reading: Reading) -> Shown:
        """Return the words as the reader wants them."""
        return read_text(self.text, self.lang, reading)


Value = str | int | Localized


@dataclass(frozen=True, slots=True)
class Message:
    """A source text with named values, to be translated when its reader is known.

    The text is English with placeholders like `%(name)s`; a literal percent sign is written `%%`,
    as in templates. With `plural`, `number` chooses the form and is also the value `num`.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str | None = None
    number: int = 1
    context: str | None = None

    def in_locale(self, tag: str) -> str:
        """Return the text in the locale of that tag, with its values filled in."""
        return self.to(as_reading(tag))

    def to(self, reading: Reading) -> str:
        """Return the text for this reader, with its values filled in."""
        values = {name: _said(value, reading) for name, value in self._all_values()}
        return self._translated(reading.locale) % values

    def in_html(self, reader: str | Reading) -> Markup:
        """Return the text as HTML, each value escaped and those that know their language marked with it."""
        reading = as_reading(reader)
        values = {name: _marked(value, reading) for name, value in self._all_values()}
        return escape(self._translated(reading.locale)) % values

    def _translated(self, tag: str) -> str:
        translations = find_translations(tag)
        if self.plural is None:
            if self.context is None:
                return translations.gettext(self.text)
            return translations.pgettext(self.context, self.text)
        if self.context is None:
            return translations.ngettext(self.text, self.plural, self.number)
        return translations.npgettext(self.context, self.text, self.plural, self.number)

    def _all_values(self) -> tuple[tuple[str, Value], ...]:
        return self.values if self.plural is None else (("num", self.number), *self.values)

    def __str__(self) -> str:
        return self.in_locale("en")


def _said(value: Value, reading: Reading) -> str | int:
    if isinstance(value, Written):
        return value.to(reading).text
    if isinstance(value, Message):
        return value.to(reading)
    return value.in_locale(reading.locale) if isinstance(value, Localized) else value


def _marked(value: Value, reading: Reading) -> str | int:
    if isinstance(value, Written):
        return _span(value.to(reading).lang, value.to(reading).text)
    lang_in: Callable[[str], str] | None = getattr(value, "lang_in", None)
    said = _said(value, reading)
    return _span(lang_in(reading.locale), said) if lang_in else said


def _span(lang: str, said: str | int) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(lang, said)


def gettext(text: str, /, **values: Value) -> Message:
    """Return the message of this English text."""
    return Message(text, tuple(values.items()))


def ngettext(singular: str, plural: str, number: int, /, **values: Value) -> Message:
    """Return the message that counts: `number` is available in the text as `%(num)s`."""
    return Message(singular, tuple(values.items()), plural, number)


def pgettext(context: str, text: str, /, **values: Value) -> Message:
    """Return the message of a text that means something else elsewhere; `context` tells which."""
    return Message(text, tuple(values.items()), context=context)


def npgettext(context: str, singular: str, plural: str, number: int, /, **values: Value) -> Message:
    """Return the counting message of a text whose meaning depends on `context`."""
    return Message(singular, tuple(values.items()), plural, number, context)


_ = gettext
