"""The bytes of files are in the backup, and come back to wherever the new installation keeps them."""

from pathlib import Path

import pytest

from balkancluster import clock
from balkancluster.backup.archive import open_archive
from balkancluster.backup.blobs import put_blobs_back
from balkancluster.backup.errors import BackupError
from balkancluster.backup.making import make_backup
from balkancluster.backup.manifest import Keys, Manifest
from balkancluster.backup.restoring import restore_backup
from balkancluster.database import Database
from balkancluster.errors import NotFound
from balkancluster.files.claiming import claim_files, read_files, release_files
from balkancluster.files.keeping import open_keeper, thumbnail_key
from balkancluster.files.resuming import LEAST_PART_BYTES, add_part, begin_upload
from balkancluster.files.storage import Storage, open_storage
from balkancluster.files.views import FileView
from balkancluster.settings import Settings
from tests.backup.files import SECRET, read_zip
from tests.backup.house import opened, read_everything
from tests.files.conftest import in_pieces
from tests.files.pictures import draw
from tests.people import Network


def nobody(_rows: int) -> None:
    """Nobody looks how far it is."""


async def content_of(storage: Storage, key: str) -> bytes:
    return b"".join([piece async for piece in storage.read(key, 0, 1 << 30)])


@pytest.fixture
def old(network: Network, tmp_path: Path) -> Storage:
    return storage_in(tmp_path / "old")


def storage_in(folder: Path) -> Storage:
    """Return a storage in a folder of its own."""
    found = open_storage(Settings("sqlite+aiosqlite:///x", files_url=str(folder)))
    assert found
    return found


@pytest.fixture
async def files(network: Network, tmp_path: Path) -> list[FileView]:
    """A picture and a list that are held, one file that was let go, and an upload that is under way."""
    settings = Settings("sqlite+aiosqlite:///x", files_url=str(tmp_path / "old"))
    keeper, ana = open_keeper(settings, network.database), network.ana.id
    made = [
        await keeper.take_in(ana, name, in_pieces(content))
        for name, content in (("a.png", draw("PNG")), ("Цене.txt", "Вуна".encode()), ("b.txt", b"x"))
    ]
    async with network.database.write() as session:
        await claim_files(session, ana, [file.id for file in made])
        await release_files(session, [made.pop().id])
    upload = await begin_upload(keeper, ana, "c.bin", 2 * LEAST_PART_BYTES)
    await add_part(keeper, ana, upload.id, 0, in_pieces(bytes(LEAST_PART_BYTES)))
    return made


async def keep(database: Database, file: Path, storage: Storage | None) -> Manifest:
    return await make_backup(database, file, Keys(SECRET), clock.now(), lambda _: nobody, storage=storage)


async def test_files_come_back_with_their_rows(
    network: Network, files: list[FileView], old: Storage, target_url: str, file: Path, tmp_path: Path
) -> None:
    manifest = await keep(network.database, file, old)
    picture, words = files
    keys = {picture.id, thumbnail_key(picture.id), words.id}
    assert {blob.key for blob in manifest.blobs} == keys
    new = storage_in(tmp_path / "new")
    with open_archive(file) as archive:
        archive.ensure_whole(nobody)
        async with opened(target_url) as database:
            await restore_backup(database, archive, nobody, storage=new)
            async with database.read() as session:
                found = await read_files(session, [one.id for one in files])
    assert found == {one.id: one for one in files}
    for key in keys:
        assert await content_of(new, key) == await content_of(old, key)
    assert (await read_everything(target_url))["upload"] == []


async def test_a_file_that_was_swept_meanwhile_is_left_out(
    network: Network, files: list[FileView], old: Storage, file: Path
) -> None:
    await old.delete([files[1].id])
    manifest = await keep(network.database, file, old)
    assert {blob.key for blob in manifest.blobs} == {files[0].id, thumbnail_key(files[0].id)}


async def test_files_without_a_place_are_not_lost_in_silence(
    network: Network, files: list[FileView], old: Storage, empty_database_url: str, file: Path
) -> None:
    await keep(network.database, file, old)
    with open_archive(file) as archive:
        async with opened(empty_database_url) as database:
            with pytest.raises(BackupError, match="BALKANCLUSTER_FILES_URL"):
                await restore_backup(database, archive, nobody)


async def test_a_storage_that_cannot_be_written_is_said(
    network: Network, files: list[FileView], old: Storage, file: Path, tmp_path: Path
) -> None:
    await keep(network.database, file, old)
    (tmp_path / "new").write_text("a file where a folder should be", encoding="utf-8")
    with open_archive(file) as archive, pytest.raises(BackupError, match="BALKANCLUSTER_FILES_URL"):
        await put_blobs_back(archive, storage_in(tmp_path / "new"))


async def test_a_backup_holds_the_bytes_as_they_are(
    network: Network, files: list[FileView], old: Storage, file: Path
) -> None:
    await keep(network.database, file, old)
    assert read_zip(file)[f"files/{files[1].id}"] == "Вуна".encode()
    with pytest.raises(NotFound):
        await content_of(old, "nothing")
