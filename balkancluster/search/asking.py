"""Who asks, and what for: a query after its names and days were understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from balkancluster.access import Actor
from balkancluster.i18n.messages import Message
from balkancluster.rooms.views import RoomView
from balkancluster.search.operators import Thing
from balkancluster.search.widening import Related, find_related, widen
from balkancluster.textindex.terms import Term, Word


@dataclass(frozen=True, slots=True)
class Asker:
    """A reader: who it is, their locale, the rooms they are in, and open ones that they could join."""

    actor: Actor
    locale: str
    rooms: dict[int, RoomView]
    joinable: dict[int, RoomView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What a filter was understood as: what it is about, and its values, each with a tag of its language."""

    name: Message
    values: tuple[tuple[str | Message | datetime, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. A filter that is None lets everything through, an empty one nothing.

    `wide` are the same terms with the words of other languages. `since` and `until` bound the moment when
    something was said, the latter is outside. `notes` are sentences that the reader needs to know.
    """

    terms: tuple[Term, ...] = ()
    wide: tuple[Term, ...] = ()
    related: tuple[Related, ...] = ()
    authors: frozenset[int] | None = None
    rooms: frozenset[int] | None = None
    topics: frozenset[int] | None = None
    things: frozenset[Thing] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    labels: tuple[Label, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words is asked for."""
        narrowed = (self.authors, self.rooms, self.topics, self.since, self.until)
        return bool(self.things) or any(each is not None for each in narrowed)

    @property
    def has_days(self) -> bool:
        """Whether the moment counts."""
        return self.since is not None or self.until is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for that anything could answer."""
        return not self.terms and not self.is_filtered

    @property
    def is_of_nobody(self) -> bool:
        """Whether a filter names what there is not: then nothing can be found."""
        places = (self.rooms or frozenset()) | (self.topics or frozenset())
        is_nowhere = self.rooms is not None and not places
        return is_nowhere or (self.authors is not None and not self.authors)


def with_terms(wanted: Wanted, terms: Sequence[Term], *, is_exact: bool = False) -> Wanted:
    """Return what is wanted with these terms, widened by other languages unless it is to be exact."""
    own = tuple(dict.fromkeys(terms))
    words = [term for term in own if isinstance(term, Word) and not term.is_prefix]
    related = {each: None for word in words for each in find_related(word.forms[0])}
    if is_exact or not related:
        return replace(wanted, terms=own, wide=own, related=())
    wide = tuple(widen(term) if term in words else term for term in own)
    return replace(wanted, terms=own, wide=wide, related=tuple(related))
