"""What somebody may have meant who found nothing: the nearest words of names and talk that they may see.

Near is what shares most trigrams (three letters in a row, with the edges of the word), as PostgreSQL's
pg_trgm counts them; our own, so that both databases answer alike.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.conversion import WORD
from balkancluster.i18n.folding import fold
from balkancluster.members.found import list_names
from balkancluster.rooms.found import read_bodies, read_found_topics
from balkancluster.rooms.indexing import ROOM
from balkancluster.search.asking import Asker
from balkancluster.search.query import LONGEST_QUERY, Plain, read_query
from balkancluster.textindex.entries import mark_of
from balkancluster.textindex.indexes import MESSAGES, TOPICS, Index
from balkancluster.textindex.searching import find_newest

ENOUGH = 0.4
"""Share of trigrams in common from which a word is offered: at 0.5 it is 0.87 of its forms, at 0.4 0.94."""

LOOKED_AT = 300
"""Newest messages, topics and names of each kind whose words are compared."""

SHORTEST = 3


async def find_meant(session: AsyncSession, asker: Asker, text: str) -> str:
    """Return the query with the nearest words for those that are nowhere, or "" where there are none."""
    wanted = [part.text for part in read_query(text).parts if isinstance(part, Plain)]
    if not any(map(_is_word, wanted)):
        return ""
    known = count_words(await _read_texts(session, asker))
    meant = text[:LONGEST_QUERY]
    for word in filter(_is_word, wanted):
        if nearest := find_nearest(word, known):
            meant = meant.replace(word, nearest, 1)
    return "" if meant == text else meant


def _is_word(text: str) -> bool:
    return bool(WORD.fullmatch(text)) and len(text) >= SHORTEST


async def _read_texts(session: AsyncSession, asker: Asker) -> list[str]:
    """Return the newest of what the asker may see: no word of anything else may be given away."""
    topics = await _newest(session, asker, TOPICS)
    return [
        *(room.name for room in (*asker.rooms.values(), *asker.joinable.values())),
        *(topic.title for topic in await read_found_topics(session, asker.actor, topics)),
        *await list_names(session, LOOKED_AT),
        *await read_bodies(session, asker.actor, await _newest(session, asker, MESSAGES)),
    ]


async def _newest(session: AsyncSession, asker: Asker, index: Index) -> list[int]:
    marks = [{mark_of(ROOM, room) for room in asker.rooms}]
    return [int(key) for key in await find_newest(session, index, (), marks, limit=LOOKED_AT)]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in the texts, as it is written."""
    return Counter(word for text in texts for word in WORD.findall(text) if len(word) >= SHORTEST)


def find_nearest(word: str, known: Mapping[str, int]) -> str:
    """Return the nearest of these words, of equally near ones the most usual; "" for one of them."""
    own = trigrams(fold(word))
    best, nearest = (ENOUGH, 0), ""
    for candidate, times in known.items():
        other = trigrams(fold(candidate))
        share = len(own & other) / len(own | other)
        if share == 1:
            return ""
        if (share, times) > best:
            best, nearest = (share, times), candidate
    return nearest


def trigrams(word: str) -> frozenset[str]:
    """Return the groups of three letters of a word, with two spaces before it and one behind."""
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
