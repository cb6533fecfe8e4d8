"""What is shipped works without the checkout."""

import subprocess
import zipfile
from pathlib import Path

import httpx2
import pytest

from balkancluster import __version__
from tests.services.house import ROOT, TEMPLATES
from tests.services.program import StartProgram


@pytest.fixture(scope="session")
def shipped_names(wheel: Path) -> set[str]:
    """What lies in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_every_template_and_catalogue(shipped_names: set[str]) -> None:
    files = [*TEMPLATES.rglob("*"), *(ROOT / "locales").rglob("*.po")]
    wanted = {f"balkancluster/{path.relative_to(ROOT)}" for path in files if path.is_file()}
    assert wanted
    assert wanted - shipped_names == set()


def test_the_wheel_carries_the_licence_and_no_test(shipped_names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in shipped_names)
    assert not any(name.startswith(("tests/", "docs/", "bin/")) for name in shipped_names)


def test_the_installed_program_tells_its_version(installed_python: Path, tmp_path: Path) -> None:
    program = installed_python.with_name("balkancluster")
    done = subprocess.run([program, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert __version__ in done.stdout


def test_the_installed_program_is_not_the_checkout(installed_python: Path, tmp_path: Path) -> None:
    command = [str(installed_python), "-c", "import balkancluster; print(balkancluster.__file__)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).is_relative_to(installed_python.parent.parent)


async def test_the_installed_program_serves_people(
    installed_python: Path, start_program: StartProgram, tmp_path: Path
) -> None:
    program = await start_program(
        "demo",
        "--data",
        str(tmp_path / "data"),
        "--quiet",
        command=(str(installed_python), "-m", "balkancluster"),
    )
    async with httpx2.AsyncClient(base_url=program.url) as client:
        assert (await client.get("/health/live")).status_code == 200
        page = await client.get("/", headers={"Accept-Language": "bg"}, follow_redirects=True)
    assert page.status_code == 200
    assert '<html lang="bg"' in page.text
