"""The bytes of files on their way into a backup, and out of it.

They are read after the rows, from the place where the installation keeps them: what a row of the backup names
was stored before that row was committed, and is deleted an hour after it went at the earliest.
"""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from balkancluster.backup.archive import Archive, Writer
from balkancluster.backup.errors import BackupError
from balkancluster.backup.manifest import Blob
from balkancluster.backup.shapes import Shape
from balkancluster.errors import NotFound, Problem
from balkancluster.files.keeping import thumbnail_key
from balkancluster.files.storage import PIECE, Storage, scratch_file
from balkancluster.files.views import SHOWN

LARGEST = 1 << 40
"""More than any file has: all of it is read."""

_FILES = sa.table("file", sa.column("id"), sa.column("media_type"), sa.column("removed_at"))

NO_PLACE = "The backup holds files: name their place by BALKANCLUSTER_FILES_URL."
AWAY = "The place where files are kept does not answer: see BALKANCLUSTER_FILES_URL."


async def write_blobs(
    connection: AsyncConnection, shapes: tuple[Shape, ...], storage: Storage | None, writer: Writer
) -> tuple[Blob, ...]:
    """Write the bytes of every file that has not been let go. Raises BackupError.

    What a sweep has deleted meanwhile was let go after the rows were read, and is left out.
    """
    if storage is None or not any(shape.name == _FILES.name for shape in shapes):
        return ()
    rows = await connection.execute(
        sa.select(_FILES.c.id, _FILES.c.media_type).where(_FILES.c.removed_at.is_(None))
    )
    written = []
    for row in rows.all():
        for key in (row.id, thumbnail_key(row.id)) if row.media_type in SHOWN else (row.id,):
            try:
                written.append(await _write(storage, key, writer))
            except NotFound:
                continue
            except Problem as error:
                raise BackupError(AWAY) from error
    return tuple(written)


async def _write(storage: Storage, key: str, writer: Writer) -> Blob:
    pieces = storage.read(key, 0, LARGEST)
    # Nothing is begun for what is not there.
    first = await anext(pieces, b"")
    with writer.blob(key) as file:
        file.write(first)
        async for piece in pieces:
            file.write(piece)
    return file.content()


async def put_blobs_back(archive: Archive, storage: Storage | None) -> None:
    """Store the bytes of every file of a backup. Raises BackupError.

    It comes before the rows: bytes without a row are swept, a row without its bytes is a promise broken.
    """
    if storage is None:
        if archive.manifest.blobs:
            raise BackupError(NO_PLACE)
        return
    for blob in archive.manifest.blobs:
        try:
            with scratch_file(storage) as path:
                with path.open("xb", PIECE) as file:
                    file.writelines(archive.read_blob(blob))
                await storage.put(blob.key, path)
        except (OSError, Problem) as error:
            raise BackupError(AWAY) from error
