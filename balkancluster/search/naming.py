"""Who and what is called so: people by their names, places among the asker's own rooms and topics."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.folding import fold
from balkancluster.i18n.messages import Message
from balkancluster.members.found import find_people_named
from balkancluster.rooms.found import read_found_topics
from balkancluster.rooms.indexing import ROOM
from balkancluster.search.asking import Asker
from balkancluster.search.places import find_named, name_of
from balkancluster.textindex.entries import mark_of
from balkancluster.textindex.indexes import TOPICS
from balkancluster.textindex.searching import find_newest
from balkancluster.textindex.terms import Word, terms_of

MOST_NAMED = 50
"""So many of one name are looked for together."""

ME = frozenset(fold(word) for word in ("me", "mene", "ja", "аз", "мен"))


@dataclass(frozen=True, slots=True)
class Named:
    """Who and what a text names. `values` are their names, each with the tag of its language."""

    text: str
    people: frozenset[int] = frozenset()
    rooms: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    values: tuple[tuple[str | Message | datetime, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody and nothing of this name."""
        return not (self.people or self.rooms or self.topics)


async def find_people_called(session: AsyncSession, asker: Asker, text: str) -> Named:
    """Return all people whose names have these words, or words that begin so; "me" is who asks."""
    if fold(text) in ME:
        own = asker.actor
        return Named(text, frozenset({own.id}), values=((own.name, "und"),))
    people = await find_people_named(session, text, MOST_NAMED)
    values = tuple((person.name, person.lang) for person in people)
    return Named(text, frozenset(person.id for person in people), values=values)


async def find_places_called(session: AsyncSession, asker: Asker, text: str) -> Named:
    """Return the asker's rooms with this name, and the topics in them with such a title."""
    terms = _beginnings(text)
    rooms = await find_named(session, asker.rooms.values(), terms)
    named = Named(
        text, rooms=frozenset(room.id for room in rooms), values=tuple(name_of(room) for room in rooms)
    )
    marks = [{mark_of(ROOM, room) for room in asker.rooms}]
    keys = await find_newest(session, TOPICS, terms, marks, limit=MOST_NAMED) if terms else []
    topics = [
        topic
        for topic in await read_found_topics(session, asker.actor, [int(key) for key in keys])
        if topic.is_mine
    ]
    return replace(
        named,
        topics=frozenset(topic.id for topic in topics),
        values=(*named.values, *((topic.title, topic.lang) for topic in topics)),
    )


def _beginnings(text: str) -> tuple[Word, ...]:
    return tuple(replace(term, is_prefix=True) for term in terms_of(text))
