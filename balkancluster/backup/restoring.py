"""Putting a backup back: checked whole before, then all in one transaction."""

from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from balkancluster.backup.archive import Archive, OnRows
from balkancluster.backup.blobs import put_blobs_back
from balkancluster.backup.errors import BackupError
from balkancluster.backup.manifest import Content
from balkancluster.backup.renewal import Renewal, renew
from balkancluster.backup.target import (
    ensure_empty,
    ensure_whole,
    raise_sequences,
    take_foreign_keys,
    target_of,
)
from balkancluster.database import Database
from balkancluster.files.storage import Storage
from balkancluster.migrations.history import find_newest, upgrade_within


async def restore_backup(
    database: Database,
    archive: Archive,
    on_rows: OnRows,
    *,
    storage: Storage | None = None,
    keep_sign_ins: bool = False,
) -> Renewal:
    """Fill an empty database with a backup that was found whole, and bring it to the tables of this version.

    The bytes of files go to `storage`. Raises BackupError; the database is then as it was.
    """
    manifest = archive.manifest
    await put_blobs_back(archive, storage)
    try:
        async with target_of(database) as connection:
            await ensure_empty(connection)
            await upgrade_within(connection, manifest.revision)
            foreign_keys = await take_foreign_keys(connection)
            for content in manifest.contents:
                await _fill(connection, archive, content, on_rows)
            for statement in foreign_keys:
                await connection.execute(text(statement))
            await raise_sequences(connection)
            await upgrade_within(connection, find_newest())
            await ensure_whole(connection)
            async with AsyncSession(connection, expire_on_commit=False, autoflush=False) as session:
                return await renew(session, manifest, keep_sign_ins=keep_sign_ins)
    except DBAPIError as error:
        raise BackupError(f"The database refuses what is in the backup: {error.orig}.") from error


async def _fill(connection: AsyncConnection, archive: Archive, content: Content, on_rows: OnRows) -> None:
    names = [column.name for column in content.shape.columns]
    statement = insert(content.shape.table())
    for rows in archive.read(content):
        if rows:
            await connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
            on_rows(len(rows))
