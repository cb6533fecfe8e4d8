"""`python -m tests [--full] [arguments of pytest]`: format, lint, types, layers, then the tests.

All of it runs even when something fails early; the exit status is 0 only if nothing did.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
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


def passes(name: str) -> bool:
    """Run one check, its output going where ours goes, and tell whether it passed."""
    sys.stdout.write(f"== {name}\n")
    sys.stdout.flush()
    program, *arguments = CHECKS[name]
    return subprocess.run([PROGRAMS / program, *arguments], cwd=ROOT, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Run everything and return the exit status."""
    selection = [] if "--full" in arguments or "-m" in arguments else ["-m", "not slow"]
    failed = [name for name in CHECKS if not passes(name)]
    sys.stdout.write("== tests\n")
    sys.stdout.flush()
    chosen = [argument for argument in arguments if argument != "--full"]
    status = pytest.main([*selection, *chosen], plugins=[FailedChecks(failed)])
    return int(status) or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
