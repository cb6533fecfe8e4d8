"""What may have come twice: accounts and organisations of one folded name, and addresses that are known.

Nothing is forbidden by it, since two people may share a name: whoever invites is told, with a link.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.i18n.folding import tokens
from balkancluster.members.directory import says
from balkancluster.members.houses import House, find_houses
from balkancluster.members.marks import Mark, find_marks
from balkancluster.members.models import FORMER, Affiliation, Person
from balkancluster.members.organisation_models import REMOVED, Organisation, OrganisationText

MOST_HOUSES = 20
"""So many organisations are compared with all others at once: those that were invited last."""


async def find_namesakes(session: AsyncSession, people: Iterable[Person]) -> dict[int, tuple[Mark, ...]]:
    """Return, by id, the other accounts whose name is the same in any script and spelling."""
    folds = {person.id: {person.name_fold, person.other_fold} - {""} for person in people}
    wanted = set().union(*folds.values())
    rows = await _find_accounts(session, _is_called(wanted)) if wanted else []
    marks = await find_marks(session, (row.id for row in rows)) if rows else {}
    return {
        person_id: tuple(
            marks[row.id] for row in rows if row.id != person_id and own & {row.name_fold, row.other_fold}
        )
        for person_id, own in folds.items()
    }


async def find_known_addresses(
    session: AsyncSession, emails: Iterable[str], organisation_id: int | None = None
) -> dict[str, tuple[Mark, ...]]:
    """Return, by address, the accounts that have it, or whose name it says (ana.jovic@…: Ана Јовић).

    With `organisation_id` only people of that organisation: its admins learn of nobody else's accounts.
    """
    names = {email: _names_in(email) for email in emails}
    if not names:
        return {}
    wanted = or_(Person.email.in_(names), _is_called(set().union(*names.values())))
    if organisation_id is not None:
        tied = select(Affiliation.person_id).where(
            Affiliation.organisation_id == organisation_id, Affiliation.until.is_(None)
        )
        wanted = and_(wanted, Person.id.in_(tied))
    rows = await _find_accounts(session, wanted)
    marks = await find_marks(session, (row.id for row in rows)) if rows else {}
    return {
        email: tuple(
            marks[row.id] for row in rows if row.email == email or said & {row.name_fold, row.other_fold}
        )
        for email, said in names.items()
    }


async def find_same_houses(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[House, ...]]:
    """Return, by id, the other organisations on the list with a name that folds to one of its own."""
    own = await _folded_names(session, OrganisationText.organisation_id.in_(sorted(ids)[-MOST_HOUSES:]))
    if not own:
        return {}
    alike = [and_(*says(Organisation.search_text, name)) for names in own.values() for name in names]
    listed = select(Organisation.id).where(Organisation.standing != REMOVED, or_(*alike))
    others = await _folded_names(session, OrganisationText.organisation_id.in_(listed))
    same = {key: [other for other in others if other != key and others[other] & own[key]] for key in own}
    houses = await find_houses(session, {other for found in same.values() for other in found})
    return {key: tuple(houses[other] for other in found) for key, found in same.items() if found}


def _names_in(email: str) -> set[str]:
    words = [word for word in tokens(email.partition("@")[0]) if not word.isdecimal()]
    return {" ".join(words), " ".join(reversed(words))} if len(words) > 1 else set()


def _is_called(names: Collection[str]) -> ColumnElement[bool]:
    return or_(Person.name_fold.in_(names), Person.other_fold.in_(names))


async def _find_accounts(session: AsyncSession, wanted: ColumnElement[bool]) -> list[AnyRow]:
    columns = (Person.id, Person.email, Person.name_fold, Person.other_fold)
    rows = await session.execute(select(*columns).where(Person.state.not_in(FORMER), wanted))
    return list(rows.all())


async def _folded_names(session: AsyncSession, which: ColumnElement[bool]) -> Mapping[int, set[str]]:
    rows = await session.execute(select(OrganisationText.organisation_id, OrganisationText.name).where(which))
    names: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if words := " ".join(tokens(row.name)):
            names[row.organisation_id].add(words)
    return names
