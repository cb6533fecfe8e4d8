"""Finding somebody to bring into a room: by name in any script, or by e-mail address."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import Invalid
from balkancluster.i18n.folding import fold
from balkancluster.i18n.messages import _
from balkancluster.i18n.text import collapse_spaces
from balkancluster.members.models import ACTIVE, Person

_FORMS = (Person.name_fold, Person.other_fold)


async def find_person(session: AsyncSession, words: str) -> int:
    """Return the id of the one active person of that name or address. Raises Invalid for the field person."""
    name = collapse_spaces(words)
    statement = select(Person.id).where(
        Person.state == ACTIVE, or_(*(form == fold(name) for form in _FORMS), Person.email == name.lower())
    )
    found = list(await session.scalars(statement.limit(2)))
    if not found:
        raise Invalid(_("Nobody of this name is a member. Check the spelling."), field="person")
    if len(found) > 1:
        raise Invalid(_("Several people have this name. Write the e-mail address instead."), field="person")
    return found[0]
