"""What the scripted members say: scenes of several people, and answers to a newcomer, read from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from balkancluster.demo.content import FOLDER, Key, Locale, Text
from balkancluster.demo.content import Line as OneLine
from balkancluster.i18n.scripts import to_latin

BALD = frozenset({"slavica", "goran", "zoran"})
"""They write Latin without its marks, and without capitals, as on a phone."""

_MARKS = str.maketrans("čćžšČĆŽŠ", "cczsCCZS")


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message of a scene, with the placeholders of `demo.wording`.

    `typo` is how it was first posted and mended a moment later. `answers` is the number of an earlier line,
    the first being 1. `reactions` are emoji by who gives them.
    """

    who: Key
    lang: Locale
    say: Text
    typo: Text | None = None
    answers: Annotated[int, msgspec.Meta(ge=1)] | None = None
    reactions: dict[Key, str] = {}


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short conversation in a topic of this title, which its first line opens where there is none."""

    key: Key
    topic: OneLine
    lines: Annotated[tuple[Line, ...], msgspec.Meta(min_length=2)]


class Placed(msgspec.Struct, frozen=True):
    """A scene and the room, by its slug, in which it is played."""

    room: str
    scene: Scene


Answers = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Sentences by what the newcomer said, and by language; Latin Serbian follows from Cyrillic."""


def load_scenes() -> tuple[Placed, ...]:
    """Read all scenes; raises msgspec.ValidationError where a file departs from the shapes above."""
    files = sorted((FOLDER / "scenes").iterdir(), key=lambda file: file.name)
    return tuple(
        Placed(file.stem, scene)
        for file in files
        for scene in msgspec.json.decode(file.read_bytes(), type=tuple[Scene, ...])
    )


def load_answers() -> Answers:
    """Read the sentences with which a newcomer is answered."""
    raw = (FOLDER / "answers.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, dict[str, tuple[str, ...]]])


def in_the_words_of(person: str, locale: str, sentences: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the sentences as this person would write them."""
    if locale != "sr-Latn":
        return list(sentences[locale])
    latin = [to_latin(sentence) for sentence in sentences["sr-Cyrl"]]
    return [make_bald(sentence) for sentence in latin] if person in BALD else latin


def make_bald(latin: str) -> str:
    """Write Serbian Latin as on a phone that has no marks: "Šaljem đonove" is "saljem djonove"."""
    return latin.translate(_MARKS).replace("đ", "dj").replace("Đ", "Dj").lower().rstrip(".")
