"""The README's two commands say in one sentence what is missing on a bare machine."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services.house import ROOT

COMMANDS = ("bin/demo", "bin/test")
NEEDED = ("sh", "dirname", "cat", "cksum")


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A checkout in a folder with a space and other letters, and a PATH with almost nothing on it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    checkout = tmp_path / "Моја кућа"
    shutil.copytree(ROOT / "bin", checkout / "bin")
    return tmp_path


def run(command: str, machine: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine / "programs")}
    return subprocess.run(
        [machine / "Моја кућа" / command], env=environment, capture_output=True, text=True, check=False
    )


def put_python(machine: Path, script: str) -> None:
    program = machine / "programs" / "python3.11"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_machine_without_python_is_told_so(command: str, bare_machine: Path) -> None:
    done = run(command, bare_machine)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or later, or uv" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_machine_without_venv_is_told_which_package_brings_it(command: str, bare_machine: Path) -> None:
    put_python(bare_machine, 'case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    done = run(command, bare_machine)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "python3-venv" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_python_that_is_too_old_is_passed_over(command: str, bare_machine: Path) -> None:
    put_python(bare_machine, "exit 1")
    assert "Python 3.11 or later" in run(command, bare_machine).stderr
