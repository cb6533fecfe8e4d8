"""How much may be kept: for each person, and for the whole site."""

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import is_sqlite
from balkancluster.files.errors import FileTooLarge, QuotaReached, megabytes
from balkancluster.files.models import File, Upload
from balkancluster.i18n.messages import _
from balkancluster.settings import Settings

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7201, 1)")
"""Who counts holds this until the commit: two who count at once would both find the last room."""


async def ensure_room(session: AsyncSession, settings: Settings, owner_id: int, size: int) -> None:
    """Refuse a file for which there is no room. Raises FileTooLarge or QuotaReached."""
    if size > settings.file_bytes:
        raise FileTooLarge(settings.file_bytes)
    if await count_bytes(session, owner_id) + size > settings.person_file_bytes:
        raise QuotaReached(
            _(
                "Your files would take more than the %(most)s MB that everybody has here. Remove some first.",
                most=megabytes(settings.person_file_bytes),
            )
        )
    if await count_bytes(session) + size > settings.site_file_bytes:
        raise QuotaReached(_("This site has no room for more files. Tell its coordinator."))


async def hold_room(session: AsyncSession, settings: Settings, owner_id: int, size: int) -> None:
    """Refuse like `ensure_room`, and let nobody else count until this transaction ends."""
    if not is_sqlite(session):
        await session.execute(_ONE_AT_A_TIME)
    await ensure_room(session, settings, owner_id, size)


async def count_bytes(session: AsyncSession, owner_id: int | None = None) -> int:
    """Return the bytes of all files, or of one person's; what is on its way counts with its full size."""
    files = select(func.coalesce(func.sum(File.size), 0)).where(File.removed_at.is_(None))
    uploads = select(func.coalesce(func.sum(Upload.size), 0)).where(Upload.file_id.is_(None))
    if owner_id is not None:
        files, uploads = files.where(File.owner_id == owner_id), uploads.where(Upload.owner_id == owner_id)
    kept = (await session.execute(select(files.scalar_subquery(), uploads.scalar_subquery()))).one()
    return int(kept[0]) + int(kept[1])
