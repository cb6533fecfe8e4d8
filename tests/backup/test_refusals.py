"""A restore that cannot be done changes nothing, and says why."""

import hashlib
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import inspect, text

from balkancluster.backup.archive import open_archive
from balkancluster.backup.errors import BackupError
from balkancluster.backup.restoring import restore_backup
from balkancluster.database import Database
from tests.backup.files import read_zip, write_backup, write_sealed_zip
from tests.backup.house import keep, opened, put_back, read_everything, url_of
from tests.people import Network


async def tables_in(url: str) -> list[str]:
    async with opened(url) as database, database.engine.connect() as connection:
        return await connection.run_sync(lambda inner: inspect(inner).get_table_names())


async def execute(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def test_a_database_in_use_is_refused_and_kept(network: Network, file: Path) -> None:
    url = url_of(network.database)
    await keep(url, file)
    before = await read_everything(url)
    with pytest.raises(BackupError, match="in use already"):
        await put_back(file, url)
    assert await read_everything(url) == before


async def test_a_database_of_something_else_is_refused(empty_database_url: str, file: Path) -> None:
    async with opened(empty_database_url) as database:
        await execute(database, "CREATE TABLE invoice (id INTEGER)")
    with pytest.raises(BackupError, match="something else"):
        await put_back(write_backup(file), empty_database_url)
    assert await tables_in(empty_database_url) == ["invoice"]


async def test_a_database_that_was_only_migrated_is_empty(database_url: str, file: Path) -> None:
    await put_back(write_backup(file), database_url)
    assert len((await read_everything(database_url))["message"]) == 1


async def test_an_older_migrated_database_is_empty_too(database_url: str, file: Path) -> None:
    async with opened(database_url) as database:
        await execute(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError, match="of a newer version"):
        await put_back(write_backup(file), database_url)
    with pytest.raises(BackupError, match="of a newer version"):
        await keep(database_url, file.with_name("other.zip"))


async def test_rows_that_point_nowhere_are_refused(empty_database_url: str, file: Path) -> None:
    files = read_zip(write_backup(file))
    files["tables/topic.jsonl"] = b""
    write_sealed_zip(file, files | {"manifest.json": _without_rows(files["manifest.json"], "topic")})
    with pytest.raises(BackupError, match="refuses what is in the backup"):
        await put_back(file, empty_database_url)
    assert await tables_in(empty_database_url) == []


async def test_a_restore_that_is_stopped_leaves_the_database_empty(
    empty_database_url: str, file: Path
) -> None:
    def stop(_rows: int) -> None:
        raise KeyboardInterrupt

    write_backup(file)
    async with opened(empty_database_url) as database:
        with open_archive(file) as archive, pytest.raises(KeyboardInterrupt):
            await restore_backup(database, archive, stop)
    assert await tables_in(empty_database_url) == []


async def test_there_is_nothing_to_keep_without_tables(empty_database_url: str, file: Path) -> None:
    with pytest.raises(BackupError, match="no tables"):
        await keep(empty_database_url, file)
    with pytest.raises(BackupError, match="No such file"), open_archive(file):
        pass


def _without_rows(manifest: bytes, table: str) -> bytes:
    decoded = msgspec.json.decode(manifest)
    for content in decoded["contents"]:
        if content["shape"]["name"] == table:
            content.update(rows=0, sha256=hashlib.sha256().hexdigest())
    return msgspec.json.encode(decoded)
