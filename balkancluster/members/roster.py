"""All accounts as the coordinator sees them: with address, state, roles, and what may be done."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, can
from balkancluster.i18n.text import has_control_characters
from balkancluster.members.directory import Listing, find_page, says
from balkancluster.members.directory_people import IN_EITHER_SCRIPT
from balkancluster.members.duplicates import find_namesakes
from balkancluster.members.marks import Mark, find_marks
from balkancluster.members.models import ACTIVE, ERASED, LEFT, SUSPENDED, NetworkRole, Person

OFFERED = {ACTIVE: (SUSPENDED, LEFT), SUSPENDED: (ACTIVE, LEFT)}
"""The changes of state that have a button; the other ones happen by invitation or on request."""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One account. `next_states` are those into which the reader may bring it.

    `namesakes` are other accounts of the same name, which may be the same person's.
    """

    person: Person
    mark: Mark
    roles: frozenset[str]
    next_states: tuple[str, ...]
    namesakes: tuple[Mark, ...] = ()


async def find_roster(session: AsyncSession, actor: Actor, text: str, page: int) -> Listing[RosterEntry]:
    """Return the accounts whose name or address has these words, in alphabetical order."""
    query = select(Person).where(Person.state != ERASED, _says(text))
    found = await find_page(session, query, Person.sort_key, page)
    ids = [person.id for person in found.items]
    marks, roles = await find_marks(session, ids), await _find_roles(session, ids)
    same = await find_namesakes(session, found.items)
    entries = [
        RosterEntry(
            person,
            marks[person.id],
            frozenset(roles[person.id]),
            _next_states(actor, person),
            same[person.id],
        )
        for person in found.items
    ]
    return Listing(entries, found.total, found.page)


def _says(text: str) -> ColumnElement[bool]:
    if not text:
        return and_(True)
    if has_control_characters(text):
        return false()
    in_address = Person.email.contains(text.lower(), autoescape=True)
    return or_(and_(True, *says(IN_EITHER_SCRIPT, text)), in_address)


def _next_states(actor: Actor, person: Person) -> tuple[str, ...]:
    if not can(actor, "change.state", person.id):
        return ()
    return OFFERED.get(person.state, ())


async def _find_roles(session: AsyncSession, ids: list[int]) -> dict[int, set[str]]:
    roles: dict[int, set[str]] = defaultdict(set)
    for held in await session.scalars(select(NetworkRole).where(NetworkRole.person_id.in_(ids))):
        roles[held.person_id].add(held.role)
    return roles
