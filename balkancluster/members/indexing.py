"""What can be found of members: people by their names, organisations by all that they say of themselves."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.members.models import ACTIVE, Person
from balkancluster.members.organisation_profiles import Profile
from balkancluster.textindex.entries import Entry, fold_text
from balkancluster.textindex.indexes import ORGANISATIONS, PEOPLE
from balkancluster.textindex.writing import index_texts, remove_texts


def person_entry(person_id: int, name: str, other_name: str) -> Entry:
    """Return what a person is found by: their name, in both scripts where they gave both."""
    return Entry(person_id, fold_text(f"{name} {other_name}"))


def organisation_entry(organisation_id: int, profile: Profile) -> Entry:
    """Return what an organisation is found by."""
    return Entry(organisation_id, fold_text(profile.spoken))


async def index_person(session: AsyncSession, person: Person) -> None:
    """Let a person be found as they are called now; who takes no part is not found."""
    if person.state == ACTIVE:
        await index_texts(session, PEOPLE, [person_entry(person.id, person.name, person.other_name)])
    else:
        await remove_texts(session, PEOPLE, [person.id])


async def index_organisations(session: AsyncSession, known: Iterable[tuple[int, Profile]]) -> None:
    """Let organisations be found by what is known of them now, each by its number."""
    await index_texts(session, ORGANISATIONS, [organisation_entry(number, each) for number, each in known])
