"""Texts that are translated late: rules name them, the edge says them in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from markupsafe import Markup, escape

from balkancluster.i18n.catalogs import find_translations


@runtime_checkable
class Localized(Protocol):
    """Whatever can be said in a locale: a message, or a value that is written by local custom."""

    def in_locale(self, tag: str) -> str:
        """Return the text in the locale of that tag."""
        ...


@dataclass(frozen=True, slots=True)
class Quoted:
    """A name or words of somebody inside a sentence; `lang` is their BCP 47 tag."""

    text: str
    lang: str

    def in_locale(self, _tag: str) -> str:
        """Return the words as they were written."""
        return self.text

    def lang_in(self, _tag: str) -> str:
        """Return the tag of their language."""
        return self.lang


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
        return self._translated(tag) % {name: _said(value, tag) for name, value in self._all_values()}

    def in_html(self, tag: str) -> Markup:
        """Return the text as HTML, each value escaped and those that know their language marked with it."""
        return escape(self._translated(tag)) % {
            name: _marked(value, tag) for name, value in self._all_values()
        }

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


def _said(value: Value, tag: str) -> str | int:
    return value.in_locale(tag) if isinstance(value, Localized) else value


def _marked(value: Value, tag: str) -> str | int:
    lang_in: Callable[[str], str] | None = getattr(value, "lang_in", None)
    if lang_in is None:
        return _said(value, tag)
    return Markup('<span lang="{}">{}</span>').format(lang_in(tag), _said(value, tag))


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
