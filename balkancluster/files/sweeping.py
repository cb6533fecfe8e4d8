"""Deleting bytes that nothing counts any more: of files let go, never attached, or never finished."""

import logging
import re
import time
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now
from balkancluster.files.keeping import Keeper, thumbnail_key
from balkancluster.files.models import File, Upload

SWEEP_EVERY = 3600.0
LOOSE_FOR = timedelta(days=1)
AT_ONCE = 200
LOOK_FOR_STRAYS_EVERY = 24 * 3600.0

_OURS = re.compile(r"(?P<id>[A-Za-z0-9_-]{22})(?:\.small|\.part)?")
"""The keys that we give: whatever else lies in the same place is somebody else's."""

logger = logging.getLogger(__name__)


class Sweep:
    """The sweep of one process; any number of them may sweep at once."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._database = keeper.database
        self._looked_for_strays = float("-inf")

    async def sweep(self) -> None:
        """Delete all that nothing counts; what cannot be reached now is deleted next time."""
        if not self._keeper.is_open:
            return
        await self._let_loose_ones_go()
        while await self._delete_removed():
            pass
        await self._drop_unfinished()
        if time.monotonic() - self._looked_for_strays > LOOK_FOR_STRAYS_EVERY:
            self._looked_for_strays = time.monotonic()
            await self._delete_strays()

    async def _let_loose_ones_go(self) -> None:
        async with self._database.write() as session:
            now = await database_now(session)
            loose = update(File).where(File.attached_at.is_(None), File.removed_at.is_(None))
            await session.execute(loose.where(File.created_at < now - LOOSE_FOR).values(removed_at=now))

    async def _delete_removed(self) -> int:
        """Delete the bytes of files that were let go, then their rows; return how many."""
        async with self._database.read() as session:
            removed = select(File.id).where(File.removed_at.is_not(None)).limit(AT_ONCE)
            ids = list(await session.scalars(removed))
        await self._keeper.storage.delete([key for id_ in ids for key in (id_, thumbnail_key(id_))])
        forgotten = 0
        async with self._database.write() as session:
            for id_ in ids:
                forgotten += await _forget(session, id_)
        return forgotten

    async def _drop_unfinished(self) -> None:
        async with self._database.read() as session:
            before = await database_now(session) - LOOSE_FOR
            uploads = list(await session.scalars(select(Upload).where(Upload.touched_at < before)))
        for upload in uploads:
            async with self._database.write() as session:
                old = delete(Upload).where(Upload.id == upload.id, Upload.received == upload.received)
                await session.execute(old)
        # The row of one that has gone on meanwhile is still there, and with it the keys of its pieces.
        await self._delete_strays_among([key for upload in uploads for key, _length in upload.parts])

    async def _delete_strays(self) -> None:
        """Delete what was stored for a row that was then never committed."""
        before = time.time() - LOOSE_FOR.total_seconds()
        async for keys in self._keeper.storage.list_old(before):
            for start in range(0, len(keys), AT_ONCE):
                await self._delete_strays_among(keys[start : start + AT_ONCE])

    async def _delete_strays_among(self, keys: Sequence[str]) -> None:
        ours = {key: found["id"] for key in keys if (found := _OURS.fullmatch(key))}
        if not ours:
            return
        async with self._database.read() as session:
            known = set(await session.scalars(select(File.id).where(File.id.in_(set(ours.values())))))
            parts = await session.scalars(select(Upload.parts).where(Upload.file_id.is_(None)))
            known |= {key for of_upload in parts for key, _length in of_upload}
        await self._keeper.storage.delete([key for key, id_ in ours.items() if not {key, id_} & known])


async def _forget(session: AsyncSession, file_id: str) -> int:
    """Delete the row of a file; one that something still points to stays, and is said."""
    try:
        async with session.begin_nested():
            await session.execute(delete(File).where(File.id == file_id, File.removed_at.is_not(None)))
    except IntegrityError:
        logger.warning("a file that was let go is still pointed to", extra={"file": file_id})
        return 0
    return 1
