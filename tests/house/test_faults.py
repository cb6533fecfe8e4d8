"""The table of faults names every row, and every row has a test."""

import importlib
import re

from tests.faults.mutants import MUTANTS
from tests.faults.rows import ROWS
from tests.services.house import DOCS, ROOT

DOCUMENT = (DOCS / "faults.md").read_text(encoding="utf-8")


def rows_with_tests() -> set[int]:
    """Return the numbers that tests of the suite are marked with."""
    modules = sorted(path.stem for path in (ROOT / "tests" / "faults").glob("test_*.py"))
    found = [importlib.import_module(f"tests.faults.{name}") for name in modules]
    tests = [test for module in found for name, test in vars(module).items() if name.startswith("test_")]
    return {number for test in tests for number in getattr(test, "rows", ())}


def test_there_are_thirty_three_rows_and_each_has_a_test() -> None:
    elsewhere = {number for number, row in ROWS.items() if row.elsewhere}
    assert list(ROWS) == list(range(1, 34))
    assert rows_with_tests() | elsewhere == set(ROWS)


def test_tests_elsewhere_are_there() -> None:
    assert [file for row in ROWS.values() for file in row.elsewhere if not (ROOT / file).exists()] == []


def test_the_table_names_every_row() -> None:
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \| ", DOCUMENT, re.M)]
    assert numbers == list(ROWS)


def test_the_document_explains_every_mutant() -> None:
    assert [name for name in MUTANTS if f"`{name}`" not in DOCUMENT] == []
