"""What it costs that a room is read in several ways: one kind of reader, and four, in the same large room."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import ours
from bench.contestants import OurRoom
from bench.network import fill
from bench.room import Load, measure
from bench.rounds import found_in, tell
from bench.tables import Found

KINDS = (
    {"locale": "sr-Latn", "script": "Latn"},
    {"locale": "sr-Cyrl", "script": "Cyrl"},
    {"locale": "bg", "script": "as-written"},
    {"locale": "en", "script": "Cyrl"},
)
"""How readers say hello; two of these four see a post of Serbian in Latin converted."""

WORDS = "Pletemo džempere i čarape za kupca iz Niša, šaljemo uzorke u petak; možete li još sto komada?"


@dataclass(frozen=True, slots=True)
class Readers:
    """The real server, whose room is read in so many ways."""

    kinds: int

    @property
    def name(self) -> str:
        """Return what it is called while it is measured."""
        return f"{self.kinds} kinds of readers"

    async def start(self, folder: Path, members: int, frame_length: int) -> OurRoom:
        """Make a network of so many people and serve it."""
        network = await fill(folder, members)
        process = ours.serve(folder, ours.free_port())
        await process.start()
        return ReadRoom(network, process, KINDS[: self.kinds])


class ReadRoom(OurRoom):
    """A room in which Serbian is spoken and whose members read it in these ways, in turn."""

    def __init__(self, network: Any, process: Any, kinds: Sequence[dict[str, str]]) -> None:
        super().__init__(network, process)
        self._kinds = kinds

    def reading_of(self, number: int) -> dict[str, str]:
        """Return how a member reads."""
        return self._kinds[number % len(self._kinds)]

    def words_of(self, number: int) -> str:
        """Return the words of a post, which no post had before."""
        return f"{number}. put: {WORDS}"


async def run_variants(loads: Sequence[Load], rounds: int) -> Found:
    """Measure one kind of reader and all, one after the other, in each round."""
    rows: list[dict[str, Any]] = []
    for number in range(rounds):
        for load in loads:
            for kinds in (1, len(KINDS)):
                readers = Readers(kinds)
                tell(f"round {number + 1}, {load.members} members: {readers.name}")
                with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                    figures = await measure(readers, load, Path(folder), 0)
                rows.append({"round": number, "members": load.members, "kinds": kinds, **figures})
    return found_in(rounds, [row | {"to_one": _to_one(row, rows)} for row in rows], ("members", "kinds"))


def _to_one(row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> float:
    """Return how many times what the same cost in the same round for one kind of reader."""
    one = next(
        other
        for other in rows
        if (other["round"], other["members"], other["kinds"]) == (row["round"], row["members"], 1)
    )
    return float(row["us_per_post"] / one["us_per_post"])
