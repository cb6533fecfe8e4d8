"""Words of trade that mean the same in English, Bulgarian and Serbian, by division of NACE Rev. 2.

Only words that stand alone: what is furniture in one language is one word in the others. The list is
our own; what means something else across the border is left out.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "bg", "sr-Cyrl")
FIELD, WORD = "|", ", "


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words with one meaning, by the tag of their language; `division` is where they belong, or empty."""

    words: dict[str, tuple[str, ...]]
    division: str = ""


@lru_cache(maxsize=1)
def synonyms() -> tuple[Synonyms, ...]:
    """Return all words of trade, in the order of the divisions."""
    lines = read_lines("balkancluster.sectors", "synonyms.txt")
    return tuple(Synonyms(words_of(fields[1:]), fields[0]) for fields in lines)


def read_lines(package: str, name: str) -> list[list[str]]:
    """Return the fields of each line of a list of words that lies in a package; # begins a remark."""
    text = (files(package) / name).read_text(encoding="utf-8")
    return [line.split(FIELD) for line in text.splitlines() if line and not line.startswith("#")]


def words_of(fields: list[str]) -> dict[str, tuple[str, ...]]:
    """Return words by language: a field for each of LANGUAGES, an empty one where it has no such word."""
    return {tag: tuple(field.split(WORD)) for tag, field in zip(LANGUAGES, fields, strict=True) if field}
