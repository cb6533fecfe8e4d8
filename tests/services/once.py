"""What all processes of a test run share: the first that asks for it makes it, and the others wait."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def made_once(folders: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Give the folder of this name, and whether it is still to be filled; it counts as filled afterwards."""
    run = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    folder, filled = run / name, run / f"{name}.filled"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder.mkdir(exist_ok=True)
        yield folder, not filled.exists()
        filled.touch()
