"""Bytes that nothing counts are deleted, and only those."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from balkancluster import clock
from balkancluster.files.claiming import claim_files, release_files
from balkancluster.files.keeping import Keeper
from balkancluster.files.models import File, Upload
from balkancluster.files.resuming import LEAST_PART_BYTES, add_part, begin_upload
from balkancluster.files.sweeping import Sweep
from tests.files.conftest import Keep, in_pieces
from tests.files.pictures import draw
from tests.people import Network

TWO_DAYS = timedelta(days=2)


def kept_in(folder: Path) -> set[str]:
    """Return the names of what lies in the storage."""
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


async def grow_old(network: Network, folder: Path) -> None:
    """Let two days go by, for rows and for bytes."""
    async with network.database.write() as session:
        await session.execute(update(File).values(created_at=clock.now() - TWO_DAYS))
        await session.execute(update(Upload).values(touched_at=clock.now() - TWO_DAYS))
    touch(folder, time.time() - TWO_DAYS.total_seconds())


def touch(folder: Path, when: float) -> None:
    """Say of everything in the storage that it was last written then."""
    for path in folder.rglob("*"):
        os.utime(path, (when, when))


async def test_only_what_is_attached_stays_after_a_day(
    network: Network, keeper: Keeper, keep: Keep, folder: Path
) -> None:
    loose, held = await keep(b"Vuna"), await keep(draw("PNG"), "a.png")
    async with network.database.write() as session:
        await claim_files(session, network.ana.id, [held.id])
    sweep = Sweep(keeper)
    await sweep.sweep()
    assert kept_in(folder) == {loose.id, held.id, f"{held.id}.small"}
    await grow_old(network, folder)
    await sweep.sweep()
    assert kept_in(folder) == {held.id, f"{held.id}.small"}
    async with network.database.write() as session:
        await release_files(session, [held.id])
    await sweep.sweep()
    assert kept_in(folder) == set()
    async with network.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(File))).scalar_one() == 0


async def test_what_was_stored_for_nothing_is_found_and_what_is_not_ours_is_left(
    network: Network, keeper: Keeper, keep: Keep, folder: Path
) -> None:
    file = await keep(b"Vuna")
    stray = f"{'A' * 22}.part"
    others = {"aa/not-ours.txt", "photos/mine.jpg"}
    for name in (f"aa/{stray}", "incoming/torn", *others):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    await grow_old(network, folder)
    async with network.database.write() as session:
        await claim_files(session, network.ana.id, [file.id])
    await Sweep(keeper).sweep()
    assert kept_in(folder) == {file.id, *(Path(name).name for name in others)}


async def test_an_upload_that_nobody_goes_on_with_is_dropped(
    network: Network, keeper: Keeper, folder: Path
) -> None:
    upload = await begin_upload(keeper, network.ana.id, "a.bin", 10 * LEAST_PART_BYTES)
    await add_part(keeper, network.ana.id, upload.id, 0, in_pieces(bytes(LEAST_PART_BYTES)))
    sweep = Sweep(keeper)
    await sweep.sweep()
    assert len(kept_in(folder)) == 1
    await grow_old(network, folder)
    await sweep.sweep()
    assert kept_in(folder) == set()
    async with network.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(Upload))).scalar_one() == 0
