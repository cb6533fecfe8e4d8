"""The locks hold what pyproject.toml asks for, each package with hashes and none with an address."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.services.house import ROOT, read_configuration

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)(.*)$", re.M)


def read_pins(name: str) -> dict[str, str]:
    """Return the locked version of each package."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {package: version for package, version, _ in PIN.findall(text)}


def find_unmet(wanted: list[str], pins: dict[str, str]) -> list[str]:
    """Return what is wanted and not locked in a version that it allows."""
    requirements = [Requirement(line) for line in wanted]
    return [str(one) for one in requirements if pins.get(one.name, "") not in one.specifier]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = PIN.findall(text)
    assert pins
    assert all(rest.endswith("\\") for *_, rest in pins)
    assert "://" not in text


def test_the_locks_are_remade_when_a_dependency_changes() -> None:
    configuration = read_configuration()
    project, groups = configuration["project"], configuration["dependency-groups"]
    fast = project["optional-dependencies"]["fast"]
    assert find_unmet([*project["dependencies"], *fast], read_pins("runtime")) == []
    assert find_unmet(groups["test"], read_pins("test")) == []
    assert find_unmet(configuration["build-system"]["requires"], read_pins("build")) == []


def test_no_package_is_locked_in_two_versions() -> None:
    runtime, test, build = read_pins("runtime"), read_pins("test"), read_pins("build")
    shared = [(one, other) for one in (runtime, build) for other in (test, build)]
    assert all(one[name] == other[name] for one, other in shared for name in one.keys() & other.keys())
