"""JSON from outside, read in one way at every edge: what is none is told from what has another shape."""

import json
from collections.abc import Callable
from typing import TypeVar

import msgspec

Type = TypeVar("Type")

Text = bytes | str


class NotJson(ValueError):
    """This is no JSON (RFC 8259), or it is nested without end, or has a number that nobody can hold."""


class WrongShape(ValueError):
    """This is JSON, but not of the type that is expected here; says why, and where if that is known."""


def read(text: Text, decode: Callable[[Text], Type]) -> Type:
    """Return what a msgspec decoder makes of a text. Raises NotJson or WrongShape."""
    try:
        return decode(text)
    except msgspec.ValidationError as error:
        _ensure_json(text)
        raise WrongShape(str(error)) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _refusal(text) from error


def _ensure_json(text: Text) -> None:
    """The first fault of a type may stand before the place where a text stops being JSON at all."""
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _refusal(text) from error


def _refusal(text: Text) -> ValueError:
    return WrongShape() if _has_half_a_pair(text) else NotJson()


def _has_half_a_pair(text: Text) -> bool:
    """Half a surrogate pair is JSON by its grammar (RFC 8259, section 8.2), and no text can hold it."""
    escape = b"\\ud" if isinstance(text, bytes) else "\\ud"
    if escape not in text.lower():  # type: ignore[operator]
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
