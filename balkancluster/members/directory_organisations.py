"""Organisations in the directory: the list that matches, and what can be chosen from."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.members.directory import (
    DirectoryFilter,
    Listing,
    find_page,
    is_current_tie,
    organisation_matches,
    says,
)
from balkancluster.members.models import Affiliation, Person
from balkancluster.members.organisation_models import REMOVED, Organisation, OrganisationSector
from balkancluster.members.organisation_profiles import Profile
from balkancluster.members.organisation_storage import with_profiles


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation in a list, with the number of its people who take part."""

    profile: Profile
    standing: str
    people: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the directory can be narrowed by: only values that lead to somebody."""

    countries: list[str]
    kinds: list[str]
    sectors: list[str]


async def list_organisations(session: AsyncSession, wanted: DirectoryFilter) -> Listing[OrganisationEntry]:
    """Return the organisations that match, in alphabetical order."""
    query = select(Organisation).where(
        organisation_matches(wanted), *says(Organisation.search_text, wanted.text)
    )
    found = await find_page(session, query, Organisation.sort_key, wanted.page)
    people = await _count_people(session, [organisation.id for organisation in found.items])
    entries = [
        OrganisationEntry(stored.profile, stored.organisation.standing, people.get(stored.organisation.id, 0))
        for stored in await with_profiles(session, found.items)
    ]
    return Listing(entries, found.total, found.page)


async def _count_people(session: AsyncSession, ids: Collection[int]) -> dict[int, int]:
    query = (
        select(Affiliation.organisation_id, func.count(distinct(Person.id)).label("people"))
        .join(Person, is_current_tie())
        .where(Affiliation.organisation_id.in_(ids))
        .group_by(Affiliation.organisation_id)
    )
    return {row.organisation_id: row.people for row in await session.execute(query)}


async def find_choices(session: AsyncSession) -> Choices:
    """Return the countries, kinds and sectors that organisations have."""
    shown = Organisation.standing != REMOVED
    sectors = select(OrganisationSector.division).join(
        Organisation, Organisation.id == OrganisationSector.organisation_id
    )
    return Choices(
        countries=list(await session.scalars(select(Organisation.country).where(shown).distinct())),
        kinds=list(await session.scalars(select(Organisation.kind).where(shown).distinct())),
        sectors=list(await session.scalars(sectors.where(shown).distinct())),
    )
