"""People named in a message: @Name is found among the room's members by the one fold, in any script."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.folding import fold
from balkancluster.members.models import ACTIVE, Person
from balkancluster.rooms.models import Membership

_AT = re.compile(r"(?<![\w@/.])@(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the room who can be named; `forms` are the folded words of each form of the name."""

    person_id: int
    name: str
    lang: str
    forms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Where in a text somebody is named."""

    start: int
    end: int
    candidate: Candidate


async def find_candidates(session: AsyncSession, room_id: int) -> list[Candidate]:
    """Return everybody in the room who can be named."""
    statement = (
        select(Person.id, Person.name, Person.name_lang, Person.other_name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.room_id == room_id, Person.state == ACTIVE)
        .order_by(Person.id)
    )
    rows = await session.execute(statement)
    return [
        Candidate(row.id, row.name, row.name_lang, folded_forms(row.name, row.other_name)) for row in rows
    ]


def folded_forms(*names: str) -> tuple[tuple[str, ...], ...]:
    """Return the folded words of each form of a name, each form once."""
    return tuple(dict.fromkeys(folded_words(name) for name in names if name))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name or of what follows an @."""
    return tuple(fold(word) for word in _WORD.findall(text))


class Names:
    """Who can be named by what follows an @.

    A full name; or else its beginning; or else words from its middle or end, such as a surname: where only
    one person in the room has it. Made once for a text, because rooms are large and texts may be full of @.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._full: dict[tuple[str, ...], Candidate] = {}
        self._beginnings: dict[tuple[str, ...], Candidate | None] = {}
        self._parts: dict[tuple[str, ...], Candidate | None] = {}
        for candidate in candidates:
            for words in candidate.forms:
                self._full.setdefault(words, candidate)
                for start, end in combinations(range(len(words[:LONGEST_NAME]) + 1), 2):
                    known = self._parts if start else self._beginnings
                    only = known.setdefault(words[start:end], candidate)
                    known[words[start:end]] = candidate if only is candidate else None

    def find_namings(self, text: str) -> list[Naming]:
        """Return who is named in a text, and where."""
        if not self._full:
            return []
        found = (self._find_naming(text, at.start(), at.end()) for at in _AT.finditer(text))
        return [naming for naming in found if naming]

    def _find_naming(self, text: str, start: int, after_at: int) -> Naming | None:
        words = _words_after(text, after_at)
        folded = tuple(fold(word) for word, _end in words)
        for count in range(len(words), 0, -1):
            wanted = folded[:count]
            if candidate := self._find(wanted):
                return Naming(start, words[count - 1][1], candidate)
        return None

    def _find(self, wanted: tuple[str, ...]) -> Candidate | None:
        if wanted in self._full:
            return self._full[wanted]
        # Words that begin the names of several people mean nobody, even if they end the name of one.
        return self._beginnings[wanted] if wanted in self._beginnings else self._parts.get(wanted)


def find_namings(text: str, candidates: Iterable[Candidate]) -> list[Naming]:
    """Return who of these people is named in a text, and where."""
    return Names(candidates).find_namings(text)


def _words_after(text: str, start: int) -> list[tuple[str, int]]:
    """Return up to LONGEST_NAME words that follow each other with single spaces, each with its end."""
    words: list[tuple[str, int]] = []
    position = start
    while len(words) < LONGEST_NAME and (match := _WORD.match(text, position)):
        words.append((match.group(), match.end()))
        if text[match.end() : match.end() + 1] != " ":
            break
        position = match.end() + 1
    return words
