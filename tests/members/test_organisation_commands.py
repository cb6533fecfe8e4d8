"""`balkancluster import organisations` and `export organisations`, as a coordinator meets them."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from balkancluster.cli.main import main
from balkancluster.database import Database
from balkancluster.members.organisation_models import REMOVED, Organisation
from tests.members.members_files import REAL, members_file, row

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a migrated database that the environment names."""
    monkeypatch.setenv("BALKANCLUSTER_DATABASE_URL", database_url)
    return lambda *arguments, **options: CliRunner().invoke(main, arguments, **options)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], str]:
    """Writes a file and returns its path."""

    def write_file(content: bytes) -> str:
        path = tmp_path / "чланови.csv"
        path.write_bytes(content)
        return str(path)

    return write_file


def test_vesna_imports_the_77_twice_and_gets_her_file_back(
    run: Run, write: Callable[[bytes], str], tmp_path: Path
) -> None:
    path = write(REAL)
    first = run("import", "organisations", path)
    assert (first.exit_code, first.stdout) == (0, "created 77\nupdated 0\nunchanged 0\nrejected 0\n")
    assert first.stderr == ""
    assert "unchanged 77" in run("import", "organisations", path).stdout
    assert run("export", "organisations").stdout_bytes == REAL
    assert run("export", "organisations", "-").stdout_bytes == REAL
    copy = tmp_path / "copy.csv"
    assert run("export", "organisations", str(copy)).stdout == ""
    assert copy.read_bytes() == REAL


def test_a_rejected_row_is_named_and_the_good_ones_are_in(run: Run, write: Callable[[bytes], str]) -> None:
    path = write(members_file(row(), row(id="RS902", founded="soon"), row(id="RS903")))
    done = run("import", "organisations", path)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "created 2",
        "updated 0",
        "unchanged 0",
        "rejected 1",
        "line 3, column founded: This must be a year between 1000 and this year.",
    ]


def test_a_dry_run_says_that_nothing_was_written(run: Run, write: Callable[[bytes], str]) -> None:
    done = run("import", "organisations", "--dry-run", write(members_file(row())))
    assert "created 1" in done.stdout
    assert "nothing was written" in done.stdout
    assert run("export", "organisations").stdout_bytes == members_file()


def test_a_file_comes_through_a_pipe(run: Run) -> None:
    assert "created 1" in run("import", "organisations", "-", input=members_file(row())).stdout


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "име;град\r\n".encode()])
def test_another_file_ends_in_one_sentence(content: bytes, run: Run, write: Callable[[bytes], str]) -> None:
    done = run("import", "organisations", write(content))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: This ")
    assert done.stderr.count("\n") == 1


def test_an_import_names_what_was_taken_off_the_list(
    run: Run, write: Callable[[bytes], str], database_url: str
) -> None:
    path = write(members_file(row(id="RS901"), row(id="RS902")))
    run("import", "organisations", path)
    asyncio.run(take_off(database_url))
    report = run("import", "organisations", path)
    assert report.exit_code == 0
    assert "left out, because they were taken off the list: RS901" in report.stdout


async def take_off(url: str) -> None:
    database = Database(url)
    async with database.write() as session:
        off = update(Organisation).where(Organisation.code == "RS901").values(standing=REMOVED)
        await session.execute(off)
    await database.close()
