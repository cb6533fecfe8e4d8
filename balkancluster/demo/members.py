"""The invented members: their organisations, accounts without passwords, ties and roles."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.demo.content import FRONT_DOOR, Content, Organisation, Person
from balkancluster.members.actors import find_by_person
from balkancluster.members.affiliations import join_organisation
from balkancluster.members.organisation_models import LISTED, MEMBER
from balkancluster.members.organisation_profiles import Profile, Words
from balkancluster.members.organisations import create_organisation
from balkancluster.members.people import create_person
from balkancluster.members.roles import grant_role
from balkancluster.members.tour import end_tour


async def add_members(database: Database, content: Content) -> tuple[dict[str, Actor], dict[str, int]]:
    """Store all invented people and organisations; return actors and ids of organisations, both by key."""
    async with database.write() as session:
        houses = {
            house.key: (
                await create_organisation(session, _profile(house), LISTED if house.listed else MEMBER)
            ).id
            for house in content.organisations
        }
        return {person.key: await _add(session, person, houses) for person in content.people}, houses


def _profile(organisation: Organisation) -> Profile:
    tags = organisation.names.keys() | organisation.summaries.keys() | {organisation.lang}
    own_name = organisation.names.get(organisation.lang, "")
    texts: dict[str, Words] = {
        tag: Words(
            name=organisation.names.get(tag, own_name),
            summary=organisation.summaries.get(tag, ""),
            offers=organisation.offers.get(tag, ""),
            seeks=organisation.seeks.get(tag, ""),
        )
        for tag in sorted(tags)
    }
    return Profile(
        code="",
        kind=organisation.kind,
        lang=organisation.lang,
        country=organisation.country,
        texts=texts,
        city=organisation.city,
        founded=organisation.founded,
        members_count=organisation.members_count,
        divisions=organisation.nace,
        website=organisation.website,
    )


async def _add(session: AsyncSession, person: Person, houses: dict[str, int]) -> Actor:
    row = await create_person(
        session, name=person.name, email=person.email, locale=person.locale, time_zone=person.time_zone
    )
    if person.email not in FRONT_DOOR:
        # A newcomer comes in at the front door, and only there a tour is wanted.
        await end_tour(session, row.id)
        # Nobody reads their letters, and those of visitors would be lost among them.
        row.wants_mail = False
    house, role = houses[person.organisation], person.organisation_role
    await join_organisation(session, row.id, house, role, title=person.title)
    if person.network_role:
        await grant_role(session, None, row.id, person.network_role)
    actor = await find_by_person(session, row.id)
    assert actor is not None, "a person just stored is found"
    return actor
