"""What can be searched: each source knows one kind of things. app.py says which there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.messages import Message
from balkancluster.members.marks import Mark
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import Marked

NEWEST, BEST = "newest", "best"
SORTS = (NEWEST, BEST)
LAST_PLACE = 2_000
"""As far as the best answers are compared; who has seen so many should ask otherwise."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer. `title` is its name or heading, `words` what it says around what was found.

    `place` is where it is, from the outside in: (words, tag); a message has the title of its `topic` besides.
    `house` seeds the woven tile. `is_related` says that only a word of another language was found. `id` is
    that of the thing itself in the API.
    """

    kind: str
    id: str
    address: str
    title: Marked
    words: Marked | None = None
    author: Mark | None = None
    at: datetime | None = None
    place: tuple[tuple[str | Message, str], ...] = ()
    house: str = ""
    topic: tuple[str, str] | None = None
    room_id: int | None = None
    topic_id: int | None = None
    is_related: bool = False
    is_to_join: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some answers, and where the next ones begin: "" at the end."""

    items: tuple[Found, ...] = ()
    following: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Which answers: in which order, after which place (as an earlier page told it), how many."""

    sort: str = BEST
    before: str = ""
    limit: int = 20

    @property
    def place(self) -> int | None:
        """Return the place as a number, or None at the beginning and for what is none."""
        is_number = self.before.isascii() and self.before.isdecimal() and len(self.before) <= 16
        return int(self.before) if is_number else None


class Source(Protocol):
    """One kind of things that can be found."""

    @property
    def kind(self) -> str:
        """Return the name of the kind, as addresses have it."""

    @property
    def knows_filters(self) -> bool:
        """Whether its things have an author, a room and a moment; others answer words alone."""

    async def find(self, session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return answers that this person may see."""


_sources: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Make these searchable, in this order."""
    _sources.update({source.kind: source for source in sources})


def all_sources() -> Sequence[Source]:
    """Return every source, in the order of registration."""
    return tuple(_sources.values())


def find_source(kind: str) -> Source | None:
    """Return the source of a kind."""
    return _sources.get(kind)
