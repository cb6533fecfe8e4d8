"""Finding somebody to bring into a room: by name in any script, or by e-mail address."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import Invalid
from balkancluster.i18n.folding import fold
from balkancluster.i18n.messages import _
from balkancluster.members.models import ACTIVE, Person


async def find_person(session: AsyncSession, words: str) -> int:
    """Return the id of the one active person of that name or address. Raises Invalid for the field person."""
    statement = select(Person.id).where(
        Person.state == ACTIVE, or_(Person.name_fold == fold(words), Person.email == words.lower())
    )
    found = list(await session.scalars(statement.limit(2)))
    if not found:
        raise Invalid(_("Nobody of this name is a member. Check the spelling."), field="person")
    if len(found) > 1:
        raise Invalid(_("Several people have this name. Write the e-mail address instead."), field="person")
    return found[0]
