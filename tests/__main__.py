"""`python -m tests [--full] [arguments of pytest]`: format, lint, types, layers, then the tests.

All of it runs even when something fails early; the exit status is 0 only if nothing did.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKERS = ["--numprocesses", "3", "--dist", "worksteal"]
"""Tests of real servers wait more than they work: three processes share two cores well. Each takes a stretch
of the tests in their order, so that few need the same demo."""

BROWSERS = ("tests/browser",)
SERVERS = ("tests/bench", "tests/nodes", "tests/operate")
TWO = ["--numprocesses", "2", "--dist", "loadfile"]
"""A browser and its server, or several servers, take less than a core: a third one made all of them late."""

ALONE = ("tests/faults",)
"""What breaks things on purpose and measures how long others wait has the machine to itself, at the end."""

PROGRAMS = Path(sys.executable).parent

CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "layers": ("lint-imports", "--no-logo"),
}


class FailedChecks:
    """Names the failed checks again above the closing line, where the eye is after a long run."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write one line for each failed check."""
        for name in self._names:
            terminalreporter.write_line(f"FAILED {name}: {' '.join(CHECKS[name])}", red=True)


class FailedTests:
    """Collects the names of the tests that failed, in whichever process they ran."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that failed, or whose preparation did."""
        if report.failed and report.nodeid not in self.names:
            self.names.append(report.nodeid)


def passes(name: str) -> bool:
    """Run one check, its output going where ours goes, and tell whether it passed."""
    sys.stdout.write(f"== {name}\n")
    sys.stdout.flush()
    program, *arguments = CHECKS[name]
    return subprocess.run([PROGRAMS / program, *arguments], cwd=ROOT, check=False).returncode == 0


def look_with_browsers(selection: Sequence[str]) -> int:
    """Run the browser tests side by side, then those that failed once more, alone; return the exit status.

    What is late on a busy machine passes then, what is broken does not, and both are named. Only browsers are
    asked twice: a message that is lost once is lost.
    """
    failed = FailedTests()
    outcome = int(pytest.main([*selection, *TWO, *BROWSERS], plugins=[failed]))
    if outcome != pytest.ExitCode.TESTS_FAILED:
        return outcome
    sys.stdout.write(f"UNSTEADY unless they fail again, alone: {', '.join(failed.names)}\n")
    sys.stdout.flush()
    return int(pytest.main([*selection, *failed.names]))


def main(arguments: list[str]) -> int:
    """Run everything and return the exit status."""
    selection = [] if "--full" in arguments or "-m" in arguments else ["-m", "not slow"]
    failed = [name for name in CHECKS if not passes(name)]
    sys.stdout.write("== tests\n")
    sys.stdout.flush()
    chosen = [argument for argument in arguments if argument != "--full"]
    if chosen:
        return int(pytest.main([*selection, *chosen], plugins=[FailedChecks(failed)])) or int(bool(failed))
    later = [f"--ignore={path}" for path in (*BROWSERS, *SERVERS, *ALONE)]
    together = int(pytest.main([*selection, *WORKERS, *later]))
    browsers = look_with_browsers(selection)
    servers = int(pytest.main([*selection, *TWO, *SERVERS]))
    alone = int(pytest.main([*selection, *ALONE], plugins=[FailedChecks(failed)]))
    if together or browsers or servers:
        sys.stdout.write("FAILED too: tests that ran side by side, in a summary before this one\n")
    return together or browsers or servers or alone or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
