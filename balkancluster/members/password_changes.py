"""Changing one's own password: the present one is asked for, and other devices are signed out."""

from balkancluster import audit
from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.members.models import Person
from balkancluster.members.passwords import ensure_usable, hash_password, is_right
from balkancluster.members.sessions import end_sessions


async def change_password(database: Database, actor: Actor, current: str, new: str) -> None:
    """Replace the password of the person who is signed in. Raises Invalid at the field concerned."""
    ensure_usable(new, field="new_password")
    async with database.read() as session:
        person = await session.get_one(Person, actor.id)
    if not await is_right(current, person.password_hash):
        raise Invalid(_("This is not your present password."), field="current_password")
    changed = await hash_password(new)
    async with database.write() as session:
        person = await session.get_one(Person, actor.id)
        person.password_hash = changed
        await session.flush()
        await end_sessions(session, actor.id, except_id=actor.session_id)
        await audit.record(session, actor.id, "password.changed", "person", actor.id)
