"""People in the directory: the list that matches, one person's page, the people of an organisation."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import NotFound
from balkancluster.i18n.messages import Message, pgettext
from balkancluster.members.directory import (
    DirectoryFilter,
    Listing,
    find_page,
    is_current_tie,
    organisation_matches,
    says,
)
from balkancluster.members.models import ACTIVE, APPLIED, INVITED, Affiliation, NetworkRole, Person
from balkancluster.members.names import shown_name
from balkancluster.members.organisation_models import Organisation
from balkancluster.members.organisation_profiles import Profile
from balkancluster.members.organisation_storage import with_profiles

HIDDEN = (APPLIED, INVITED)
IN_EITHER_SCRIPT = Person.name_fold + " " + Person.other_fold
"""The folded name as written, and the person's own form of it in the other script."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a person is at an organisation: "admin" or "member", and the title in the person's own words."""

    role: str
    title: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as others see them. `name` is words for "former member" where somebody left."""

    id: int
    name: str | Message
    name_lang: str
    other_name: str
    other_lang: str
    has_lookalike: bool
    locale: str | None
    is_active: bool
    ties: list[Tie]
    roles: list[str]

    @property
    def lang(self) -> str:
        """Return the tag of the name as written."""
        return self.name_lang


async def list_people(session: AsyncSession, wanted: DirectoryFilter) -> Listing[PersonEntry]:
    """Return the people who take part and match, by themselves or through their organisation."""
    query = select(Person).where(Person.state == ACTIVE, *_conditions(wanted))
    found = await find_page(session, query, Person.sort_key, wanted.page)
    return Listing(await _entries(session, found.items), found.total, found.page)


def _conditions(wanted: DirectoryFilter) -> list[ColumnElement[bool]]:
    by_name = says(IN_EITHER_SCRIPT, wanted.text)
    by_house = says(Organisation.search_text, wanted.text)
    conditions = [or_(name, _belongs_to(house)) for name, house in zip(by_name, by_house, strict=True)]
    if wanted.country or wanted.kind or wanted.sector:
        conditions.append(_belongs_to(organisation_matches(wanted)))
    return conditions


def _belongs_to(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that one of a person's organisations is such."""
    members = (
        select(Affiliation.person_id)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.until.is_(None), condition)
    )
    return Person.id.in_(members)


async def find_person_entry(session: AsyncSession, person_id: int) -> PersonEntry:
    """Return a person who is or was a member. Raises NotFound, also for somebody who has not come in yet."""
    person = await session.get(Person, person_id)
    if person is None or person.state in HIDDEN:
        raise NotFound
    return (await _entries(session, [person]))[0]


async def list_people_of(session: AsyncSession, organisation_id: int) -> list[PersonEntry]:
    """Return the people of an organisation who take part, in alphabetical order."""
    query = select(Person).join(Affiliation, is_current_tie())
    query = query.where(Affiliation.organisation_id == organisation_id)
    people = await session.scalars(query.order_by(Person.sort_key, Person.id))
    return await _entries(session, people.all())


async def _entries(session: AsyncSession, people: Collection[Person]) -> list[PersonEntry]:
    ids = [person.id for person in people]
    ties = await _find_ties(session, ids)
    roles: dict[int, list[str]] = defaultdict(list)
    for role in await session.scalars(select(NetworkRole).where(NetworkRole.person_id.in_(ids))):
        roles[role.person_id].append(role.role)
    return [
        PersonEntry(
            id=person.id,
            name=shown_name(person.name, person.state),
            name_lang=person.name_lang,
            other_name=person.other_name if person.state == ACTIVE else "",
            other_lang=person.other_lang,
            has_lookalike=person.has_lookalike and person.state == ACTIVE,
            locale=person.locale,
            is_active=person.state == ACTIVE,
            ties=ties[person.id],
            roles=sorted(roles[person.id]),
        )
        for person in people
    ]


async def _find_ties(session: AsyncSession, ids: Collection[int]) -> dict[int, list[Tie]]:
    query = (
        select(Affiliation, Organisation)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.person_id.in_(ids), Affiliation.until.is_(None))
        .order_by(Affiliation.since, Affiliation.id)
    )
    rows = (await session.execute(query)).all()
    houses = {house.id: house for _affiliation, house in rows}
    profiles = {each.organisation.id: each.profile for each in await with_profiles(session, houses.values())}
    ties: dict[int, list[Tie]] = defaultdict(list)
    for affiliation, house in rows:
        tie = Tie(affiliation.role, affiliation.title or "", profiles[house.id])
        ties[affiliation.person_id].append(tie)
    return ties


def role_label(role: str) -> Message:
    """Return the word for a network role, or for a role at an organisation."""
    labels = {
        "moderator": pgettext("role", "Moderator"),
        "coordinator": pgettext("role", "Coordinator"),
        "operator": pgettext("role", "Operator"),
        "admin": pgettext("role", "Administrator of the organisation"),
        "member": pgettext("role", "Member"),
    }
    return labels[role]
