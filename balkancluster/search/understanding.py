"""From a query to what is wanted: names become people and places, days become moments, the rest terms.

What a filter names may have several words without quotes: as many of those behind it belong to it as a person
or a place is really called by. What cannot be understood is said, and looked for as words.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.messages import Message, _
from balkancluster.search.asking import Asker, Label, Wanted, with_terms
from balkancluster.search.days import read_day
from balkancluster.search.naming import Named, find_people_called, find_places_called
from balkancluster.search.operators import Operator, Thing, find_thing
from balkancluster.search.query import Asked, Plain, Query, Quoted
from balkancluster.textindex.terms import Phrase, Term, Word, phrase_of, terms_of

MOST_WORDS_OF_A_NAME = 4
THINGS = {Thing.LINK: _("A link"), Thing.FILE: _("A file")}

Look = Callable[[AsyncSession, Asker, str], Awaitable[Named]]
_LOOKS: dict[Operator, Look] = {Operator.FROM: find_people_called, Operator.IN: find_places_called}
_FIRST_MOMENT = date(1970, 1, 2)


@dataclass(slots=True)
class _Understood:
    """What was understood so far."""

    wanted: Wanted = field(default_factory=Wanted)
    terms: list[Term] = field(default_factory=list)

    def note(self, message: Message) -> None:
        self.wanted = replace(self.wanted, notes=(*self.wanted.notes, message))

    def label(self, label: Label) -> None:
        self.wanted = replace(self.wanted, labels=(*self.wanted.labels, label))


async def understand(
    session: AsyncSession,
    asker: Asker,
    query: Query,
    now: datetime,
    *,
    is_exact: bool = False,
    is_open: bool = False,
) -> Wanted:
    """Return what a query asks for; the last word of an open one may be the start of a word."""
    understood = _Understood()
    parts = list(query.parts)
    while parts:
        part = parts.pop(0)
        if isinstance(part, Asked):
            taken = await _take(session, asker, understood, part, parts, now)
            del parts[:taken]
        else:
            understood.terms += _terms(part, is_open=is_open and not parts)
    if query.is_cut:
        understood.note(_("This is very long: only the beginning was looked for."))
    return with_terms(understood.wanted, understood.terms, is_exact=is_exact)


def _terms(part: Plain | Quoted, *, is_open: bool = False) -> Sequence[Term]:
    if isinstance(part, Plain):
        return terms_of(part.text, is_open=is_open)
    words = phrase_of(part.text).words
    if len(words) == 1:
        return (Word(words),)
    return (Phrase(words),) if words else ()


async def _take(
    session: AsyncSession,
    asker: Asker,
    understood: _Understood,
    part: Asked,
    following: Sequence[object],
    now: datetime,
) -> int:
    """Understand a filter, and return how many of the following parts belong to it."""
    if part.operator in _LOOKS:
        named, taken = await _look(session, asker, part, following)
        _narrow(understood, part.operator, named)
        return taken
    is_clear = _take_thing(understood, part) if part.operator is Operator.HAS else False
    if part.operator is not Operator.HAS:
        is_clear = _take_day(understood, part, asker, now)
    if not is_clear:
        understood.terms += terms_of(part.text)
    return 0


async def _look(
    session: AsyncSession, asker: Asker, part: Asked, following: Sequence[object]
) -> tuple[Named, int]:
    """Return who or what is called so, by the longest name that there is."""
    look = _LOOKS[part.operator]
    more = [] if part.is_quoted else _plain_words(following)
    for taken in range(len(more), 0, -1):
        named = await look(session, asker, " ".join((part.value, *more[:taken])))
        if not named.is_empty:
            return named, taken
    return await look(session, asker, part.value), 0


def _plain_words(following: Sequence[object]) -> list[str]:
    words = []
    for part in following[: MOST_WORDS_OF_A_NAME - 1]:
        if not isinstance(part, Plain):
            break
        words.append(part.text)
    return words


def _narrow(understood: _Understood, operator: Operator, named: Named) -> None:
    wanted = understood.wanted
    if operator is Operator.FROM:
        understood.wanted = replace(wanted, authors=(wanted.authors or frozenset()) | named.people)
        missing = _("Nobody here is called “%(name)s”.", name=named.text)
        name = _("Any of these authors") if len(named.values) > 1 else _("Author")
    else:
        rooms = (wanted.rooms or frozenset()) | named.rooms
        topics = (wanted.topics or frozenset()) | named.topics
        understood.wanted = replace(wanted, rooms=rooms, topics=topics)
        missing = _("None of your rooms and topics is called “%(name)s”.", name=named.text)
        name = _("Any of these places") if len(named.values) > 1 else _("Place")
    if named.is_empty:
        understood.note(missing)
    else:
        understood.label(Label(name, named.values))


def _take_thing(understood: _Understood, part: Asked) -> bool:
    thing = find_thing(part.value)
    if thing is None:
        understood.note(
            _("“%(text)s” was looked for as words: it can be has:link or has:file.", text=part.text)
        )
        return False
    understood.wanted = replace(understood.wanted, things=understood.wanted.things | {thing})
    understood.label(Label(_("With"), ((THINGS[thing], ""),)))
    return True


def _take_day(understood: _Understood, part: Asked, asker: Asker, now: datetime) -> bool:
    zone = ZoneInfo(asker.actor.time_zone)
    day = read_day(part.value, now.astimezone(zone).date())
    if day is None:
        understood.note(
            _("“%(text)s” was looked for as words: a day is written 5.3.2026. or 2026-03-05.", text=part.text)
        )
        return False
    moment = datetime.combine(max(day, _FIRST_MOMENT), time(), zone)
    wanted = understood.wanted
    if part.operator is Operator.AFTER:
        understood.wanted = replace(wanted, since=max(moment, wanted.since or moment))
        understood.label(Label(_("From day"), ((moment, ""),)))
    else:
        understood.wanted = replace(wanted, until=min(moment, wanted.until or moment))
        understood.label(Label(_("Before day"), ((moment, ""),)))
    return True
