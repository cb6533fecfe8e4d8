"""A backup is there whole or not at all, only for its owner, and replaces nothing by mistake."""

import stat
from pathlib import Path

import pytest

from balkancluster.backup.errors import BackupError
from balkancluster.backup.newfile import write_new_file


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    with write_new_file(tmp_path / "kept") as stream:
        stream.write(b"all")
        assert not (tmp_path / "kept").exists()
    assert (tmp_path / "kept").read_bytes() == b"all"
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_what_was_begun_and_not_finished_leaves_nothing(tmp_path: Path) -> None:
    def begin() -> None:
        with write_new_file(tmp_path / "kept") as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"older")
    with pytest.raises(BackupError, match="is there already"), write_new_file(tmp_path / "kept"):
        pass
    assert (tmp_path / "kept").read_bytes() == b"older"


def test_a_file_that_came_meanwhile_is_kept(tmp_path: Path) -> None:
    def write_too_late() -> None:
        with write_new_file(tmp_path / "kept") as stream:
            stream.write(b"newer")
            (tmp_path / "kept").write_bytes(b"of somebody else")

    with pytest.raises(BackupError, match="is there already"):
        write_too_late()
    assert (tmp_path / "kept").read_bytes() == b"of somebody else"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_file_is_replaced_at_once_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"older")
    with write_new_file(tmp_path / "kept", replace=True) as stream:
        stream.write(b"newer")
        assert (tmp_path / "kept").read_bytes() == b"older"
    assert (tmp_path / "kept").read_bytes() == b"newer"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(BackupError, match=r"cannot be written: No such file"),
        write_new_file(tmp_path / "no" / "f"),
    ):
        pass
