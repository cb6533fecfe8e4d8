"""`python -m tests.faults [--full] [--table] [arguments of pytest]`: run the suite; write its table."""

import platform
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from tests.faults.outcomes import Outcomes
from tests.faults.rows import ROWS
from tests.services.house import DOCS, ROOT
from tests.services.postgresql import find_postgresql

DOCUMENT = DOCS / "faults.md"
BEGINS, ENDS = "<!-- the table begins -->", "<!-- the table ends -->"


def main(arguments: list[str]) -> int:
    """Run the suite and return its exit status."""
    chosen = [argument for argument in arguments if argument not in ("--full", "--table")]
    elsewhere = sorted({file for row in ROWS.values() for file in row.elsewhere})
    selection = [] if "--full" in arguments else ["-m", "not slow"]
    outcomes = Outcomes()
    tests = [str(ROOT / path) for path in ("tests/faults", *elsewhere)]
    status = pytest.main(["-q", *selection, *tests, *chosen], plugins=[outcomes])
    if "--table" in arguments:
        said = f"{said_of_the_run(arguments)}\n\n{outcomes.table()}"
        sys.stdout.write(said + "\n")
        write(said)
    return int(status)


def write(said: str) -> None:
    """Put the table into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    pattern = re.compile(f"{BEGINS}.*{ENDS}", re.S)
    DOCUMENT.write_text(pattern.sub(lambda _found: f"{BEGINS}\n{said}\n{ENDS}", text), encoding="utf-8")


def said_of_the_run(arguments: list[str]) -> str:
    """Return when, how and with what the suite ran."""
    when = datetime.now(UTC).strftime("%-d %B %Y")
    command = shlex.join(["python", "-m", "tests.faults", *arguments])
    parts = [
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("uvicorn", "websockets")),
    ]
    postgresql = find_postgresql()
    programs = (postgresql / "postgres" if postgresql else None, shutil.which("redis-server"))
    parts += [_version_of(str(program)) for program in programs if program]
    return f"`{command}`, {when}: {', '.join(parts)}."


def _version_of(program: str) -> str:
    words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+\.\d+(\.\d+)?", words)
    name = "PostgreSQL" if "postgres" in program else "Redis"
    return f"{name} {found[0] if found else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
