"""The second rule of the house: inside a feature, rules know nothing of requests, sockets or templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.house import PACKAGE, read_configuration

DOORS = {"routes", "api", "channel", "mail"}
ALSO_A_DOOR = PACKAGE / "members" / "identity.py"

FOR_DOORS_ONLY = (
    "balkancluster.web",
    "balkancluster.realtime.connection",
    "balkancluster.realtime.live",
    "jinja2",
    "starlette",
    "uvicorn",
    "websockets",
)


def find_features() -> list[str]:
    """Return the packages that the staircase puts between the migrations and the mail."""
    layers: list[str] = read_configuration()["tool"]["importlinter"]["contracts"][0]["layers"]
    between = layers[layers.index("migrations") + 1 : layers.index("mail")]
    return [name.strip() for layer in between for name in layer.split("|")]


def find_rules() -> list[Path]:
    """Return the files of all features that are no doors."""
    files = (path for feature in find_features() for path in (PACKAGE / feature).rglob("*.py"))
    return sorted(path for path in files if not is_door(path))


def is_door(path: Path) -> bool:
    """Tell whether a file, or the folder it lies in, is a door: a feature with many pages keeps a folder."""
    return bool(DOORS & set(path.relative_to(PACKAGE).with_suffix("").parts[1:])) or path == ALSO_A_DOOR


def imported_names(source: str) -> Iterator[str]:
    """Yield the full name of everything that a source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden_imports(source: str) -> list[str]:
    """Return what a source imports although it is no door."""
    return [
        name
        for name in imported_names(source)
        if any(name == door or name.startswith(f"{door}.") for door in FOR_DOORS_ONLY)
    ]


@pytest.mark.parametrize("path", find_rules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_rule_can_be_tested_without_a_request(path: Path) -> None:
    assert forbidden_imports(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from starlette.requests import Request",
        "import jinja2",
        "from balkancluster.web import pages",
        "from balkancluster import web",
        "from balkancluster.realtime.connection import Connection",
    ],
)
def test_a_rule_that_reads_requests_would_be_noticed(source: str) -> None:
    assert forbidden_imports(source)


def test_a_rule_may_append_to_the_log() -> None:
    assert not forbidden_imports("from balkancluster.realtime.log import Log")
