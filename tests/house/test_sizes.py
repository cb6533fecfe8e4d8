"""Files and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.services.house import PACKAGE, ROOT, TEMPLATES

STATIC = PACKAGE / "web" / "static"

LARGEST_FILE = 300
LARGEST_FUNCTION = 60

# (folder, ending, the median that this kind of file holds)
KINDS = (
    (PACKAGE, "py", 80),
    (ROOT / "tests", "py", 120),
    (TEMPLATES, "html", 50),
    (STATIC / "js", "js", 90),
    (STATIC / "css", "css", 120),
)


def find_sources(folder: Path, ending: str) -> list[Path]:
    # A migration is written once and never read as a whole.
    return sorted(path for path in folder.rglob(f"*.{ending}") if "versions" not in path.parts)


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def function_lengths() -> Iterator[tuple[int, str]]:
    for path in find_sources(PACKAGE, "py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                yield node.end_lineno - node.lineno + 1, f"{path.relative_to(PACKAGE)}:{node.name}"


@pytest.mark.parametrize(("folder", "ending", "usual"), KINDS)
def test_files_are_small(folder: Path, ending: str, usual: int) -> None:
    lengths = {str(path.relative_to(ROOT)): count_lines(path) for path in find_sources(folder, ending)}
    assert {name: lines for name, lines in lengths.items() if lines > LARGEST_FILE} == {}
    assert median(lengths.values()) <= usual


def test_functions_are_small() -> None:
    lengths = sorted(function_lengths())
    assert [entry for entry in lengths if entry[0] > LARGEST_FUNCTION] == []
    lines = [length for length, _ in lengths]
    assert median(lines) <= 8
    assert quantiles(lines, n=10)[-1] <= 30
