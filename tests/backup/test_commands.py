"""`backup` and `restore`, as an operator meets them."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from balkancluster.cli.main import main

SECRET = "three dozen characters of no meaning"
Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a migrated network with a coordinator."""
    folder = tmp_path / "data"
    who = ("--email", "vesna@klaster.example", "--name", "Весна Илић", "--password-stdin")
    for command in (("migrate",), ("create-coordinator", *who)):
        done = CliRunner().invoke(main, (*command, "--data", str(folder)), input="sedam vunenih niti\n")
        assert done.exit_code == 0, done.output
    return folder


def run(*arguments: str | Path, secret: str = SECRET) -> Result:
    environment = {"BALKANCLUSTER_SECRET": secret, "BALKANCLUSTER_DATABASE_URL": ""}
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environment)


def test_a_backup_is_for_its_owner_and_says_what_it_holds(data: Path, file: Path) -> None:
    done = run("backup", file, "--data", data)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{file} holds ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name]


def test_a_backup_replaces_another_only_when_told_to(data: Path, file: Path) -> None:
    file.write_bytes(b"older")
    refused = run("backup", file, "--data", data)
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {file} is there already.\n")
    assert run("backup", file, "--data", data, "--replace").exit_code == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_backup_without_a_secret_says_so(data: Path, file: Path) -> None:
    assert "BALKANCLUSTER_SECRET is not in it" in run("backup", file, "--data", data, secret="").stdout


def test_a_data_folder_that_does_not_exist_is_not_made(tmp_path: Path, file: Path) -> None:
    done = run("backup", file, "--data", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "There is no database" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_the_secret_comes_back_when_it_is_asked_for(data: Path, tmp_path: Path, file: Path) -> None:
    run("backup", file, "--data", data)
    done = run("restore", file, "--data", tmp_path / "new", "--secret-file", tmp_path / "secret", secret="")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "secret").read_text(encoding="utf-8") == f"{SECRET}\n"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert "another BALKANCLUSTER_SECRET" not in done.stdout


def test_a_restore_says_when_it_was_kept_what_ended_and_that_the_secret_is_another(
    data: Path, tmp_path: Path, file: Path
) -> None:
    run("backup", file, "--data", data)
    lines = run("restore", file, "--data", tmp_path / "new", secret="another").stdout.splitlines()
    assert lines[0].startswith("Put back what was kept at 20")
    assert lines[1:] == [
        "Ended: 0 sessions, 0 tokens of programs.",
        "The backup was made under another BALKANCLUSTER_SECRET than is set here.",
    ]


def test_no_secret_is_written_where_nothing_was_put_back(data: Path, tmp_path: Path, file: Path) -> None:
    run("backup", file, "--data", data)
    done = run("restore", file, "--data", data, "--secret-file", tmp_path / "secret")
    assert (done.exit_code, "in use already" in done.stderr) == (1, True)
    assert not (tmp_path / "secret").exists()


def test_a_disk_that_is_full_is_said_in_one_sentence_and_nothing_is_left(
    demo_data: Path, tmp_path: Path, file: Path
) -> None:
    data = shutil.copytree(demo_data, tmp_path / "demo")
    # A limit of 64 KB on every file is the nearest to a full disk that needs no rights.
    command = f'ulimit -f 128; exec "{sys.executable}" -m balkancluster backup "{file}" --data "{data}"'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 1
    assert done.stderr == f"Error: {file} cannot be written: File too large.\n"
    assert [path for path in file.parent.iterdir() if path.is_file()] == []
