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


def find_namings(text: str, candidates: Iterable[Candidate]) -> list[Naming]:
    """Return who is named: the longest full name after an @, or a first name that only one person has."""
    people = list(candidates)
    namings = []
    for at in _AT.finditer(text):
        words = _words_after(text, at.end())
        for count in range(len(words), 0, -1):
            wanted = tuple(fold(word) for word, _end in words[:count])
            if candidate := _find_candidate(people, wanted):
                namings.append(Naming(at.start(), words[count - 1][1], candidate))
                break
    return namings


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


def _find_candidate(people: list[Candidate], wanted: tuple[str, ...]) -> Candidate | None:
    exact = [person for person in people if person.words == wanted]
    if exact:
        return exact[0]
    beginning = [person for person in people if person.words[: len(wanted)] == wanted]
    return beginning[0] if len(beginning) == 1 else None
