"""The program as people install it: a wheel in a virtual environment that knows nothing of the checkout."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tests.services.house import ROOT


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout and return its path."""
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    return next(folder.glob("*.whl"))


def install_wheel(wheel: Path, folder: Path) -> Path:
    """Install a wheel into a new virtual environment and return the Python of it.

    Nothing is downloaded: the packages that the wheel needs are lent by the environment of the tests. The
    checkout is not lent with them, because a .pth file does not have those of its folders read in turn.
    """
    venv.create(folder, with_pip=True, symlinks=True)
    python = folder / "bin" / "python"
    _run(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
    packages = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
