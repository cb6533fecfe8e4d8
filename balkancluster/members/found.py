"""People and organisations that somebody looks for, by their keys: only what is shown to members today."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import fetch
from balkancluster.members.directory import says
from balkancluster.members.directory_people import IN_EITHER_SCRIPT
from balkancluster.members.marks import Mark, find_marks
from balkancluster.members.models import ACTIVE, Person
from balkancluster.members.organisation_models import REMOVED, Organisation, OrganisationText
from balkancluster.members.organisation_profiles import Profile
from balkancluster.members.organisation_storage import with_profiles

_ACTIVE = select(Person.id).where(Person.id.in_(bindparam("keys", expanding=True)), Person.state == ACTIVE)
_PEOPLE = (
    select(Person.name).where(Person.state == ACTIVE).order_by(Person.id.desc()).limit(bindparam("most"))
)
_HOUSES = (
    select(OrganisationText.name)
    .join(Organisation, Organisation.id == OrganisationText.organisation_id)
    .where(Organisation.standing != REMOVED)
    .order_by(Organisation.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """An organisation that is on the list."""

    id: int
    profile: Profile


async def read_found_people(session: AsyncSession, keys: Collection[int]) -> list[Mark]:
    """Return those people who take part, in the order of the keys."""
    rows = await fetch(session, _ACTIVE, keys=list(keys)) if keys else []
    active = {row.id for row in rows}
    marks = await find_marks(session, active) if active else {}
    return [marks[key] for key in keys if key in marks]


async def find_people_named(session: AsyncSession, text: str, most: int) -> list[Mark]:
    """Return people who take part and have every word of a text in their names, or a word that begins so."""
    named = says(IN_EITHER_SCRIPT, text)
    found = select(Person.id).where(Person.state == ACTIVE, *named).order_by(Person.sort_key).limit(most)
    ids = list(await session.scalars(found)) if named else []
    marks = await find_marks(session, ids) if ids else {}
    return [marks[person_id] for person_id in ids]


async def read_found_organisations(session: AsyncSession, keys: Collection[int]) -> list[FoundOrganisation]:
    """Return those organisations that were not taken off the list, in the order of the keys."""
    shown = Organisation.standing != REMOVED
    rows = await session.scalars(select(Organisation).where(Organisation.id.in_(keys), shown))
    stored = {each.organisation.id: each.profile for each in await with_profiles(session, rows)}
    return [FoundOrganisation(key, stored[key]) for key in keys if key in stored]


async def list_names(session: AsyncSession, most: int) -> list[str]:
    """Return names of people who take part and of organisations on the list, the newest of each."""
    rows = [*await fetch(session, _PEOPLE, most=most), *await fetch(session, _HOUSES, most=most)]
    return [row.name for row in rows]
