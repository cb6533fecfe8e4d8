"""Members as they are stored, for the index of texts to be made anew."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.members.indexing import index_organisations, organisation_entry, person_entry
from balkancluster.members.models import ACTIVE, Person
from balkancluster.members.organisation_models import REMOVED, Organisation
from balkancluster.members.organisation_storage import with_profiles
from balkancluster.textindex.entries import Entry
from balkancluster.textindex.filling import Sources
from balkancluster.textindex.indexes import ORGANISATIONS, PEOPLE


async def read_people(session: AsyncSession, place: str, most: int) -> tuple[Sequence[Entry], str | None]:
    """Read the people who take part."""
    statement = select(Person.id, Person.name, Person.other_name)
    statement = statement.where(Person.id > int(place or 0), Person.state == ACTIVE)
    statement = statement.order_by(Person.id).limit(most).with_for_update(read=True)
    rows = (await session.execute(statement)).all()
    entries = [person_entry(row.id, row.name, row.other_name) for row in rows]
    return entries, str(rows[-1].id) if len(rows) == most else None


async def read_organisations(
    session: AsyncSession, place: str, most: int
) -> tuple[Sequence[Entry], str | None]:
    """Read the organisations of the directory."""
    statement = select(Organisation).where(
        Organisation.id > int(place or 0), Organisation.standing != REMOVED
    )
    statement = statement.order_by(Organisation.id).limit(most).with_for_update(read=True)
    stored = await with_profiles(session, await session.scalars(statement))
    entries = [organisation_entry(each.organisation.id, each.profile) for each in stored]
    return entries, str(entries[-1].key) if len(entries) == most else None


async def index_organisation(session: AsyncSession, organisation_id: int) -> None:
    """Let an organisation be found that was not for a while."""
    stored = await with_profiles(session, [await session.get_one(Organisation, organisation_id)])
    await index_organisations(session, [(organisation_id, each.profile) for each in stored])


SOURCES: Sources = {PEOPLE: read_people, ORGANISATIONS: read_organisations}
