"""Who may read a file: whom one of its holders lets, and while nothing holds it only its owner.

Holders stand above files on the stairs (rooms, members); app.py registers them.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.errors import NotFound
from balkancluster.files.models import File

Holder = Callable[[AsyncSession, Actor, str], Awaitable[bool]]
"""Say whether this actor may read the file of this id, because of what the holder keeps it for."""

_holders: list[Holder] = []


def register(*holders: Holder) -> None:
    """Ask these as well."""
    _holders.extend(holder for holder in holders if holder not in _holders)


async def find_file(session: AsyncSession, actor: Actor, file_id: str) -> File:
    """Return a file that this person may read. Raises NotFound."""
    file = await session.get(File, file_id)
    if file is None or file.removed_at is not None:
        raise NotFound
    if not await _may_read(session, actor, file):
        raise NotFound
    return file


async def _may_read(session: AsyncSession, actor: Actor, file: File) -> bool:
    if file.attached_at is None:
        return file.owner_id == actor.id
    for holder in _holders:
        if await holder(session, actor, file.id):
            return True
    return False
