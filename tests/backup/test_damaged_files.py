"""A file that is not exactly the backup that was made is refused, before anything is touched."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from balkancluster.backup.archive import open_archive
from balkancluster.backup.errors import BackupError, BadFile
from balkancluster.backup.manifest import VERSION
from balkancluster.cli.main import main
from tests.backup.files import read_zip, write_backup, write_sealed_zip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that is whole."""
    return write_backup(tmp_path_factory.mktemp("good") / "good.zip")


def ensure_whole(path: Path) -> int:
    rows: list[int] = []
    with open_archive(path) as archive:
        archive.ensure_whole(rows.append)
    return sum(rows)


def test_a_good_file_is_whole_and_an_ordinary_zip_file(good: Path) -> None:
    assert ensure_whole(good) == len(read_zip(good)) - 1
    assert read_zip(good)["tables/room.jsonl"].count(b"\n") == 1


@settings(max_examples=300, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_seen(good: Path, place: float, change: int) -> None:
    content = bytearray(good.read_bytes())
    content[int(place * len(content))] ^= change
    with pytest.raises(BadFile):
        ensure_whole(_beside(good, bytes(content)))


def test_a_changed_byte_is_seen_in_every_part_of_the_file(good: Path) -> None:
    content = good.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    starts = [entry.header_offset for entry in entries]
    parts = [0, *starts, *(start + 12 for start in starts), *(start + 60 for start in starts)]
    parts += [len(content) - back for back in range(1, 130)] + [len(content) - 2_000]
    for place in parts:
        changed = bytearray(content)
        changed[place] ^= 0b100
        with pytest.raises(BadFile):
            ensure_whole(_beside(good, bytes(changed)))


@settings(max_examples=100, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), more=st.binary(max_size=40))
def test_a_missing_end_is_seen_whatever_stands_there_instead(good: Path, share: float, more: bytes) -> None:
    content = good.read_bytes()
    shorter = content[: int(share * len(content))] + more
    with pytest.raises(BadFile):
        ensure_whole(_beside(good, shorter))


@pytest.mark.parametrize("more", [b"\n", b"\0" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_something_after_the_end_is_seen(good: Path, more: bytes) -> None:
    with pytest.raises(BadFile):
        ensure_whole(_beside(good, good.read_bytes() + more))


@pytest.mark.parametrize(
    "content",
    [b"", b"id,name\n1,Ana\n", b"SQLite format 3\0" * 200, random.Random(4).randbytes(5_000)],
    ids=["empty", "members file", "database", "noise"],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(BadFile, match="is not a backup"):
        ensure_whole(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "another"}, "is not a backup of BalkanCluster"),
        ({"version": VERSION + 1, "program": "3.0"}, r"made by a newer BalkanCluster \(3\.0\)"),
        ({"revision": "9999", "program": "2.1"}, r"made by a newer BalkanCluster \(2\.1\)"),
        ({"revision": "0001"}, "does not have the tables"),
        ({"contents": ()}, "does not have the tables"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadFile, match=words):
        ensure_whole(write_backup(tmp_path / "file.zip", **changes))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("manifest.json", b"{", "its manifest cannot be read"),
        ("manifest.json", b'{"format": "balkancluster backup", "version": 1}', "its manifest cannot be read"),
        ("tables/room.jsonl", b"", "the rows of room are not those"),
        ("tables/room.jsonl", b"[1]\n", "a row cannot be read"),
        ("tables/room.jsonl", b'["' + b"\xff" * 9 + b'"]\n', "a row cannot be read"),
        ("tables/other.jsonl", b"[1]\n", "the files that its manifest names"),
        ("../../outside", b"x", "the files that its manifest names"),
    ],
)
def test_a_file_with_a_right_seal_and_wrong_content_is_refused(
    good: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = write_sealed_zip(tmp_path / "file.zip", read_zip(good) | {name: content})
    with pytest.raises(BadFile, match=words):
        ensure_whole(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"missing\.zip cannot be read: No such file"):
        ensure_whole(tmp_path / "missing.zip")


def test_restore_touches_nothing_before_the_file_is_found_whole(good: Path, tmp_path: Path) -> None:
    content = good.read_bytes()
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content[:1_000] + b"?" + content[1_001:])
    data = tmp_path / "data"
    done = CliRunner().invoke(main, ["restore", str(damaged), "--data", str(data)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: {damaged} is damaged: it is not what it was when the backup was made.\n"
    assert not data.exists()


def _beside(path: Path, content: bytes) -> Path:
    changed = path.with_name("changed.zip")
    changed.write_bytes(content)
    return changed
