"""The program as people install it: a wheel in a virtual environment that knows nothing of the checkout."""

import subprocess
import sys
import sysconfig
import venv
from importlib.util import find_spec
from pathlib import Path

from tests.services.house import ROOT


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout and return its path."""
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    return find_wheel(folder)


def find_wheel(folder: Path) -> Path:
    """Return the wheel that was built into a folder."""
    return next(folder.glob("*.whl"))


def install_wheel(wheel: Path, folder: Path) -> Path:
    """Install a wheel into a new virtual environment and return the Python of it.

    Nothing is downloaded: the packages that the wheel needs are lent by the environment of the tests. The
    checkout is not lent with them, because a .pth file does not have those of its folders read in turn.
    """
    venv.create(folder, symlinks=True)
    python = python_of(folder)
    _run(*_installer(python), "--quiet", "--no-index", "--no-deps", wheel)
    packages = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def python_of(folder: Path) -> Path:
    """Return the Python of a virtual environment."""
    return folder / "bin" / "python"


def _installer(python: Path) -> tuple[str | Path, ...]:
    # bin/test makes an environment without pip where it finds uv. Neither needs a pip of the new environment,
    # which would take longer to make than all the rest.
    if find_spec("pip"):
        return (sys.executable, "-m", "pip", "--python", python, "install")
    return ("uv", "pip", "install", "--python", python)


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
