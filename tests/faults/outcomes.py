"""What came of each row in a run of pytest: collected by a plugin, written as the table of docs/faults.md."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.faults.rows import ONE, ROWS, THREE

COLUMNS = (
    "#",
    "fault",
    "injected by",
    "one node, SQLite",
    "three nodes, PostgreSQL and Redis",
    "mutants caught",
    "remark",
)


@dataclass
class Cell:
    """The tests of one row in one setting."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        if self.failed:
            return f"**failed** ({self.failed})"
        if self.passed:
            return f"survived, {self.seconds:.0f} s"
        return "could not run" if self.skipped else "in full only"


class Outcomes:
    """A plugin of pytest that keeps what belongs to a row."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, str], Cell] = defaultdict(Cell)
        self.caught: dict[int, list[str]] = defaultdict(list)
        self.missed: dict[int, list[str]] = defaultdict(list)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> Any:
        """Take note of how a test ended."""
        report = yield
        if report.when == "call" or (report.when == "setup" and not report.passed):
            self._note(item, report)
        return report

    def _note(self, item: pytest.Item, report: pytest.TestReport) -> None:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if catch := parameters.get("catch"):
            book = self.caught if report.passed else self.missed
            for number in catch.rows:
                book[number].append(catch.mutant)
            return
        for number in rows_of(item):
            self._count(self.cells[number, where_of(item, parameters)], report)

    def _count(self, cell: Cell, report: pytest.TestReport) -> None:
        cell.passed += report.passed
        cell.failed += report.failed
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            cell.skipped.append(str(reason).removeprefix("Skipped: "))
        cell.seconds += report.duration

    def table(self) -> str:
        """Return the table in Markdown."""
        head = "| " + " | ".join(COLUMNS) + " |"
        return "\n".join([head, "| --- " * len(COLUMNS) + "|", *(self._line(number) for number in ROWS)])

    def _line(self, number: int) -> str:
        row = ROWS[number]
        cells = [str(self.cells[number, place]) if place in row.where else "–" for place in (ONE, THREE)]
        missed = [f"**missed: {name}**" for name in self.missed[number]]
        mutants = ", ".join([*dict.fromkeys(self.caught[number]), *missed]) or "–"
        reasons = {reason for place in (ONE, THREE) for reason in self.cells[number, place].skipped}
        remark = "; ".join(filter(None, [row.remark, *sorted(reasons)]))
        return "| " + " | ".join([str(number), row.fault, row.injected, *cells, mutants, remark]) + " |"


def rows_of(item: pytest.Item) -> tuple[int, ...]:
    """Return the rows that a test proves: by its mark, or by the file that the rows name."""
    marked: tuple[int, ...] = getattr(getattr(item, "function", None), "rows", ())
    path = item.path.as_posix()
    named = [number for number, row in ROWS.items() if any(path.endswith(file) for file in row.elsewhere)]
    return tuple(dict.fromkeys((*marked, *named)))


def where_of(item: pytest.Item, parameters: dict[str, Any]) -> str:
    """Return where a test ran: with a parameter that says so, or with a fixture that does."""
    fixtures = getattr(item, "fixturenames", ())
    chosen = (parameters.get("cluster"), parameters.get("where"), parameters.get("databases"))
    if "three" in chosen or "postgresql" in chosen or ("three" in fixtures and "one" not in fixtures):
        return THREE
    marked = getattr(getattr(item, "function", None), "rows", ())
    only_three = marked and all(ROWS[number].where == (THREE,) for number in marked)
    return THREE if only_three else ONE
