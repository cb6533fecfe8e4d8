"""A file that comes in pieces, over any number of requests and nodes, and goes on where it stopped.

Each piece is stored by itself and then counted, in one step that only the piece which fits next can take; so
a piece that came twice, or to two nodes at once, counts once. The last one makes the file.
"""

import secrets
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import database_now
from balkancluster.errors import Conflict, Invalid, NotFound, Problem
from balkancluster.files.claiming import read_files
from balkancluster.files.errors import FileTooLarge
from balkancluster.files.keeping import ID_BYTES, Keeper
from balkancluster.files.models import Upload
from balkancluster.files.names import clean_name
from balkancluster.files.quota import hold_room
from balkancluster.files.storage import scratch_file
from balkancluster.files.views import FileView
from balkancluster.i18n.messages import _

PART_BYTES = 1024 * 1024
LEAST_PART_BYTES = 64 * 1024
"""Only the last piece may be smaller: each costs a row's change."""

PART_ENDING = ".part"
OFFSET = "Upload-Offset"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is, and the file that it has become."""

    id: str
    received: int
    size: int
    file: FileView | None = None


async def begin_upload(keeper: Keeper, owner_id: int, name: str, size: int) -> Progress:
    """Make room for a file of that size. Raises NoFilesHere, Invalid, FileTooLarge or QuotaReached."""
    keeper.ensure_open()
    if size < 1:
        raise Invalid(_("This file is empty."), code="file_empty", field="size")
    async with keeper.database.write() as session:
        await hold_room(session, keeper.settings, owner_id, size)
        upload = Upload(
            id=secrets.token_urlsafe(ID_BYTES),
            owner_id=owner_id,
            name=clean_name(name),
            size=size,
            received=0,
            parts=[],
            touched_at=await database_now(session),
            file_id=None,
        )
        session.add(upload)
    return Progress(upload.id, 0, size)


async def read_progress(session: AsyncSession, owner_id: int, upload_id: str) -> Progress:
    """Return how far one's own upload is. Raises NotFound."""
    upload = await _find(session, owner_id, upload_id)
    files = await read_files(session, [upload.file_id] if upload.file_id else [])
    return Progress(upload.id, upload.received, upload.size, files.get(upload.file_id or ""))


async def add_part(
    keeper: Keeper, owner_id: int, upload_id: str, offset: int, pieces: AsyncIterable[bytes]
) -> Progress:
    """Take the piece that begins at `offset`; with the last one comes the file.

    Raises Conflict with the header Upload-Offset for a piece that does not fit there, and whatever
    `Keeper.take_in` raises. What can be taken later is tried again with an empty piece at the end.
    """
    async with keeper.database.read() as session:
        progress = await read_progress(session, owner_id, upload_id)
    if progress.file:
        return progress
    if offset != progress.received:
        raise _elsewhere(progress.received)
    if progress.received < progress.size:
        progress = await _count_part(keeper, owner_id, progress, pieces)
    if progress.received < progress.size:
        return progress
    return await _finish(keeper, owner_id, upload_id)


async def _count_part(
    keeper: Keeper, owner_id: int, progress: Progress, pieces: AsyncIterable[bytes]
) -> Progress:
    key = secrets.token_urlsafe(ID_BYTES) + PART_ENDING
    most = min(PART_BYTES, progress.size - progress.received)
    with scratch_file(keeper.storage) as path:
        length = await keeper.receive(path, pieces, most)
        received = progress.received + length
        if length < LEAST_PART_BYTES and received < progress.size:
            raise Invalid(_("This piece of a file is too small."), code="part_too_small")
        await keeper.storage.put(key, path)
    async with keeper.database.write() as session:
        upload = await _find(session, owner_id, progress.id)
        added = update(Upload).where(Upload.id == progress.id, Upload.received == progress.received)
        values = {
            "received": received,
            "parts": [*upload.parts, [key, length]],
            "touched_at": await database_now(session),
        }
        counted = await session.execute(added.values(**values))
        is_counted = isinstance(counted, CursorResult) and counted.rowcount == 1
        now_at = upload.received
    if not is_counted:
        await keeper.storage.delete([key])
        raise _elsewhere(now_at)
    return Progress(progress.id, received, progress.size)


async def _finish(keeper: Keeper, owner_id: int, upload_id: str) -> Progress:
    async with keeper.database.read() as session:
        upload = await _find(session, owner_id, upload_id)
    if upload.file_id:
        return await _finished(keeper, owner_id, upload_id)

    async def become(session: AsyncSession, file_id: str) -> None:
        mine = update(Upload).where(Upload.id == upload_id, Upload.file_id.is_(None))
        became = await session.execute(mine.values(file_id=file_id, parts=[]))
        if not (isinstance(became, CursorResult) and became.rowcount == 1):
            raise _elsewhere(upload.received)

    try:
        file = await keeper.take_in(owner_id, upload.name, _read_parts(keeper, upload), become)
    except NotFound:
        # Another node was faster, and has deleted the pieces.
        return await _finished(keeper, owner_id, upload_id)
    except (Invalid, FileTooLarge):
        # Nothing makes another file of it.
        await drop_upload(keeper, owner_id, upload_id)
        raise
    await keeper.storage.delete([key for key, _length in upload.parts])
    return Progress(upload.id, upload.received, upload.size, file)


async def _finished(keeper: Keeper, owner_id: int, upload_id: str) -> Progress:
    async with keeper.database.read() as session:
        progress = await read_progress(session, owner_id, upload_id)
    if progress.file is None:
        raise NotFound
    return progress


async def _read_parts(keeper: Keeper, upload: Upload) -> AsyncIterator[bytes]:
    for key, length in upload.parts:
        async for piece in keeper.storage.read(key, 0, length):
            yield piece


async def drop_upload(keeper: Keeper, owner_id: int, upload_id: str) -> None:
    """Forget one's own upload, and what has come of it. Raises NotFound."""
    async with keeper.database.write() as session:
        upload = await _find(session, owner_id, upload_id)
        await session.execute(delete(Upload).where(Upload.id == upload_id))
    await keeper.storage.delete([key for key, _length in upload.parts])


async def _find(session: AsyncSession, owner_id: int, upload_id: str) -> Upload:
    mine = select(Upload).where(Upload.id == upload_id, Upload.owner_id == owner_id)
    upload = (await session.scalars(mine)).one_or_none()
    if upload is None:
        raise NotFound
    return upload


def _elsewhere(received: int) -> Problem:
    return Conflict(
        _("This piece does not fit here: the upload goes on at another place."),
        code="upload_offset",
        headers={OFFSET: str(received)},
    )
