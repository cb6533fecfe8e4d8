"""The invented people as whom a newcomer to the demo may look around, without a password."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR, MODERATOR
from balkancluster.errors import NotFound
from balkancluster.i18n.messages import Message, _
from balkancluster.members.marks import Mark, find_marks
from balkancluster.members.models import ACTIVE, NetworkRole, Person

Emails = Sequence[str]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the invented people, with the language they read and what can be seen with their eyes."""

    email: str
    locale: str
    mark: Mark
    part: Message


async def find_demo_people(session: AsyncSession, emails: Emails) -> list[DemoPerson]:
    """Return the people of these addresses, in their order."""
    rows = (await session.scalars(select(Person).where(_is_open_to_all(emails)))).all()
    people = sorted(rows, key=lambda person: emails.index(person.email or ""))
    ids = [person.id for person in people]
    marks, parts = await find_marks(session, ids), await _find_parts(session, ids)
    return [
        DemoPerson(
            email=person.email or "",
            locale=person.locale or "",
            mark=marks[person.id],
            part=parts.get(person.id, _("Member")),
        )
        for person in people
    ]


async def find_demo_person(session: AsyncSession, emails: Emails, email: str) -> Person:
    """Return one of these people. Raises NotFound for anybody else, and for who has a password."""
    person = await session.scalar(select(Person).where(_is_open_to_all(emails), Person.email == email))
    if person is None:
        raise NotFound
    return person


def _is_open_to_all(emails: Emails) -> ColumnElement[bool]:
    return Person.email.in_(emails) & Person.password_hash.is_(None) & (Person.state == ACTIVE)


async def _find_parts(session: AsyncSession, ids: list[int]) -> dict[int, Message]:
    words = {MODERATOR: _("Moderator"), COORDINATOR: _("Coordinator")}
    held = await session.execute(
        select(NetworkRole.person_id, NetworkRole.role).where(NetworkRole.person_id.in_(ids))
    )
    return {row.person_id: words[row.role] for row in held if row.role in words}
