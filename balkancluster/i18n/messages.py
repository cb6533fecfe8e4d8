"""Texts that are translated late: rules name them, the edge says them in the reader's language."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from balkancluster.i18n.catalogs import find_translations


@runtime_checkable
class Localized(Protocol):
    """Whatever can be said in a locale: a message, or a value that is written by local custom."""

    def in_locale(self, tag: str) -> str:
        """Return the text in the locale of that tag."""
        ...


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
