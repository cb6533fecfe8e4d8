"""Who holds a file: it is taken, shown and let go, each in the transaction of its holder's own change."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now, fetch
from balkancluster.errors import Invalid, NotFound
from balkancluster.files.models import File
from balkancluster.files.views import FileView, view_of
from balkancluster.i18n.messages import _

_THESE = File.id.in_(bindparam("ids", expanding=True))
_SHOWN = select(File.id, File.name, File.media_type, File.size, File.width, File.height).where(
    _THESE, File.removed_at.is_(None)
)


async def claim_files(session: AsyncSession, owner_id: int, ids: Sequence[str]) -> tuple[FileView, ...]:
    """Take files that this person has uploaded and that nothing holds yet; return them in this order.

    Raises Invalid before anything is changed.
    """
    if not ids:
        return ()
    mine = select(File).where(File.id.in_(ids), File.owner_id == owner_id).with_for_update()
    files = {file.id: file for file in await session.scalars(mine)}
    free = [files[id_] for id_ in ids if id_ in files and _is_free(files[id_])]
    if len(free) < len(ids) or len(set(ids)) < len(ids):
        raise Invalid(_("One of these files is not there any more. Add it again."), field="files")
    now = await database_now(session)
    for file in free:
        file.attached_at = now
    await session.flush()
    return tuple(view_of(file) for file in free)


def _is_free(file: File) -> bool:
    return file.attached_at is None and file.removed_at is None


async def read_files(session: AsyncSession, ids: Iterable[str]) -> dict[str, FileView]:
    """Return what is shown of these files, by id; those that are gone are not among them."""
    asked = list(ids)
    if not asked:
        return {}
    return {row.id: FileView(*row) for row in await fetch(session, _SHOWN, ids=asked)}


async def release_files(session: AsyncSession, ids: Iterable[str]) -> None:
    """Let files go for good: from this transaction on nobody finds them, and their bytes are swept."""
    asked = list(ids)
    if asked:
        released = update(File).where(File.id.in_(asked), File.removed_at.is_(None))
        await session.execute(released.values(removed_at=await database_now(session)))


async def remove_loose_file(session: AsyncSession, owner_id: int, file_id: str) -> None:
    """Let one's own file go that nothing holds. Raises NotFound."""
    mine = select(File).where(File.id == file_id, File.owner_id == owner_id).with_for_update()
    file = (await session.scalars(mine)).one_or_none()
    if file is None or not _is_free(file):
        raise NotFound
    file.removed_at = await database_now(session)
    await session.flush()
