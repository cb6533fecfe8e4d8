"""The staircase: who may import whom, and proof that the contract would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.house import PACKAGE, ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """A copy of the package to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        PACKAGE, tmp_path / "balkancluster", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    return tmp_path


def test_nobody_imports_up_the_stairs() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_an_import_up_the_stairs_would_be_noticed(copied_house: Path) -> None:
    clock = copied_house / "balkancluster" / "clock.py"
    clock.write_text(
        clock.read_text(encoding="utf-8") + "\nimport balkancluster.rooms.models\n", encoding="utf-8"
    )
    done = lint(copied_house)
    assert done.returncode != 0
    assert "balkancluster.clock -> balkancluster.rooms.models" in done.stdout


def test_a_module_without_a_place_on_the_stairs_would_be_noticed(copied_house: Path) -> None:
    (copied_house / "balkancluster" / "gossip.py").write_text('"""Belongs nowhere."""\n', encoding="utf-8")
    done = lint(copied_house)
    assert done.returncode != 0
    assert "gossip" in done.stdout


def test_neighbours_do_not_import_each_other(copied_house: Path) -> None:
    resources = copied_house / "balkancluster" / "resources.py"
    resources.write_text("import balkancluster.clock\n", encoding="utf-8")
    done = lint(copied_house)
    assert done.returncode != 0
    assert "balkancluster.resources -> balkancluster.clock" in done.stdout
