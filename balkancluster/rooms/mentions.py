"""People named in a message: @Name is found among the room's members by the one fold, in any script."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
    """A member of the room who can be named; `words` is the folded name."""

    person_id: int
    name: str
    lang: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Where in a text somebody is named."""

    start: int
    end: int
    candidate: Candidate


async def find_candidates(session: AsyncSession, room_id: int) -> list[Candidate]:
    """Return everybody in the room who can be named."""
    statement = (
        select(Person.id, Person.name, Person.name_lang)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.room_id == room_id, Person.state == ACTIVE)
        .order_by(Person.id)
    )
    rows = await session.execute(statement)
    return [Candidate(row.id, row.name, row.name_lang, folded_words(row.name)) for row in rows]


def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name or of what follows an @."""
    return tuple(fold(word) for word in _WORD.findall(text))


class Names:
    """Who can be named by what follows an @: a full name, or its beginning where only one person has it.

    Made once for a text, because rooms are large and texts may be full of @.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._full: dict[tuple[str, ...], Candidate] = {}
        self._beginnings: dict[tuple[str, ...], Candidate | None] = {}
        for candidate in candidates:
            self._full.setdefault(candidate.words, candidate)
            for count in range(1, len(candidate.words) + 1):
                beginning = candidate.words[:count]
                is_shared = beginning in self._beginnings
                self._beginnings[beginning] = None if is_shared else candidate

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
            if candidate := self._full.get(wanted) or self._beginnings.get(wanted):
                return Naming(start, words[count - 1][1], candidate)
        return None


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
