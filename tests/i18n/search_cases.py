"""How well a search for one word finds its other forms: recall and precision over hand-made queries."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balkancluster.i18n.folding import fold, tokens
from balkancluster.i18n.stems import stems

SETS: dict[str, Any] = json.loads(Path(__file__).with_name("search_cases.json").read_text(encoding="utf-8"))[
    "sets"
]


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of one set of queries, and what was not or should not have been, as query and word."""

    found: int
    missed: tuple[tuple[str, str], ...]
    false: tuple[tuple[str, str], ...]

    @property
    def recall(self) -> float:
        """The part found of what there was to find."""
        return self.found / (self.found + len(self.missed))

    @property
    def precision(self) -> float:
        """The part of what was found that was to be found."""
        return self.found / (self.found + len(self.false))


def score(name: str) -> Score:
    """Ask every query of a set for every word beside it."""
    queries, others = SETS[name]["queries"], SETS[name]["others"]
    wanted = [(each["query"], word) for each in queries for word in each["finds"]]
    unwanted = [(each["query"], word) for each in queries for word in others if not _is_one_of(word, each)]
    missed = tuple(pair for pair in wanted if not _meet(*pair))
    return Score(len(wanted) - len(missed), missed, tuple(pair for pair in unwanted if _meet(*pair)))


def _is_one_of(word: str, each: dict[str, Any]) -> bool:
    return fold(word) in map(fold, each["finds"])


def _meet(query: str, word: str) -> bool:
    return not _forms(query).isdisjoint(_forms(word))


def _forms(text: str) -> set[str]:
    return {form for word in tokens(text) for form in (word, *stems(word))}
