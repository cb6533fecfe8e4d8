"""People as a source: those who take part, by name, script and marks aside."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.members.found import read_found_people
from balkancluster.members.marks import Mark
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import mark
from balkancluster.search.ranking import rank
from balkancluster.search.sources import Found, Page, Part
from balkancluster.textindex.indexes import PEOPLE
from balkancluster.textindex.terms import Term, Word

SHORTEST_BEGINNING = 3


class People:
    """Members of the network."""

    kind = "person"
    knows_filters = False

    async def find(self, session: AsyncSession, _asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return people with these words in what is known of them."""
        named = _as_names(wanted)
        ranked = await rank(session, PEOPLE, named, (), part)
        people = await read_found_people(session, [int(key) for key in ranked.keys])
        items = tuple(_show(named, person, ranked.is_related(person.id)) for person in people)
        return Page(items, ranked.following)


def _as_names(wanted: Wanted) -> Wanted:
    """Return what is wanted with words that may go on, for names have forms: Petrov, Petrova."""
    terms = tuple(map(_going_on, wanted.terms))
    return replace(wanted, terms=terms, wide=terms)


def _going_on(term: Term) -> Term:
    if isinstance(term, Word) and len(term.forms[0]) >= SHORTEST_BEGINNING:
        return Word(term.forms, is_prefix=True)
    return term


def _show(wanted: Wanted, found: Mark, is_related: bool) -> Found:
    house = ((found.organisation, found.organisation_lang),) if found.organisation else ()
    city = ((found.city, found.organisation_lang),) if found.city else ()
    return Found(
        kind="person",
        id=str(found.id),
        address=f"/people/{found.id}",
        title=mark(found.name, wanted.terms, found.lang),
        author=found,
        place=(*house, *city),
        house=found.organisation_code,
        is_related=is_related,
    )
