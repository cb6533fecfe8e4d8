"""A folder and an object store do the same with the same bytes."""

import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from balkancluster.errors import NotFound, Unavailable
from balkancluster.files.keeping import Keeper, open_keeper
from balkancluster.files.storage import Storage, open_storage, scratch_file
from balkancluster.files.sweeping import Sweep
from balkancluster.settings import Settings, SettingsError
from tests.files.conftest import in_pieces
from tests.files.pictures import draw
from tests.files.s3 import StubS3, running_s3
from tests.people import Network

CONTENT = bytes(range(256)) * 3_000
KEY = "aB-_" * 5 + "xy"


def settings_for(url: str) -> Settings:
    return Settings("sqlite+aiosqlite:///x", files_url=url)


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StubS3]:
    async with running_s3() as running:
        for name, value in (
            ("AWS_ENDPOINT_URL", running.url),
            ("AWS_ACCESS_KEY_ID", "vuna"),
            ("AWS_SECRET_ACCESS_KEY", "konac"),
            ("AWS_REGION", "eu-central-1"),
        ):
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture(params=["folder", "memory", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Each kind of place for files."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    urls = {"folder": str(tmp_path / "files"), "memory": "memory://", "s3": "s3://bucket/our/files"}
    opened = open_storage(settings_for(urls[request.param]))
    assert opened
    return opened


async def put(storage: Storage, key: str, content: bytes) -> None:
    with scratch_file(storage) as path:
        path.write_bytes(content)
        await storage.put(key, path)


async def read(storage: Storage, key: str, start: int = 0, length: int = 1 << 40) -> bytes:
    return b"".join([piece async for piece in storage.read(key, start, length)])


async def list_old(storage: Storage, before: float) -> list[str]:
    return [key async for page in storage.list_old(before) for key in page]


async def test_what_is_put_is_read_in_whole_and_in_parts(storage: Storage) -> None:
    await put(storage, KEY, CONTENT)
    assert await read(storage, KEY) == CONTENT
    assert await read(storage, KEY, 1_000, 300_000) == CONTENT[1_000:301_000]
    assert await read(storage, KEY, 5, 0) == b""
    await put(storage, KEY, b"anew")
    assert await read(storage, KEY) == b"anew"


async def test_what_is_deleted_is_gone_and_deleting_again_is_no_error(storage: Storage) -> None:
    await put(storage, KEY, CONTENT)
    await storage.delete([KEY, "never"])
    await storage.delete([KEY])
    with pytest.raises(NotFound):
        await read(storage, KEY)


async def test_old_keys_are_listed(storage: Storage) -> None:
    await put(storage, KEY, CONTENT)
    assert await list_old(storage, time.time() + 10 * 365 * 86_400) == [KEY]
    assert await list_old(storage, 0.0) == []


async def test_a_file_lives_in_an_object_store(network: Network, s3: StubS3) -> None:
    keeper = open_keeper(settings_for("s3://bucket/our/files"), network.database)
    file = await keeper.take_in(network.ana.id, "a.png", in_pieces(draw("PNG")))
    assert set(s3.objects) == {f"/bucket/our/files/{file.id}", f"/bucket/our/files/{file.id}.small"}
    await Sweep(keeper).sweep()
    assert len(s3.objects) == 2


async def test_a_store_that_is_away_is_said_as_that(network: Network, s3: StubS3) -> None:
    keeper: Keeper = open_keeper(settings_for("s3://bucket"), network.database)
    s3.is_broken = True
    with pytest.raises(Unavailable):
        await keeper.take_in(network.ana.id, "a.txt", in_pieces(b"Vuna"))
    with pytest.raises(Unavailable):
        await read(keeper.storage, KEY)
    s3.is_broken = False
    assert await keeper.take_in(network.ana.id, "a.txt", in_pieces(b"Vuna"))


@pytest.mark.parametrize("url", ["ftp://a/b", "http://a/b", "s4://a"])
def test_a_place_that_cannot_be_one_is_said_at_the_start(url: str) -> None:
    with pytest.raises(SettingsError, match="FILES_URL"):
        open_storage(settings_for(url))


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "balkancluster.files.object_storage", missing)
    with pytest.raises(SettingsError, match=r"balkancluster\[s3\]"):
        open_storage(settings_for("s3://bucket"))


def test_files_lie_beside_the_database_unless_told_otherwise() -> None:
    assert Settings("sqlite+aiosqlite:////srv/data/b.sqlite3").files_place == "/srv/data/files"
    assert Settings("postgresql+asyncpg://a/b").files_place == ""
    assert Settings("postgresql+asyncpg://a/b", files_url="/srv/files").files_place == "/srv/files"
