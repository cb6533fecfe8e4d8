"""The machine that measures: which core, and what a process has used of it."""

import os
import platform
import resource
import sys
from pathlib import Path

import click

PROC = Path("/proc")
OPEN_FILES = 20_000


def ensure_linux() -> None:
    """Refuse other systems: what a process has used is read from /proc. Raises ClickException."""
    if not sys.platform.startswith("linux"):
        raise click.ClickException("Linux only: the figures are read from /proc.")


def take_one_core(core: int) -> None:
    """Keep this process, and every one that it starts, on one core; let it hold thousands of sockets."""
    os.sched_setaffinity(0, {core})
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def use_other_cores(core: int) -> None:
    """Let this process, and what it starts from now on, leave one core to others, where there are several."""
    others = set(range(os.cpu_count() or 1)) - {core}
    os.sched_setaffinity(0, others or {core})


def describe() -> dict[str, str]:
    """Say what was measured on: processor, system and Python."""
    return {
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    for line in (PROC / "cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return platform.machine()


def cpu_seconds(pid: int) -> float:
    """Return the processor time of all threads of a process, to the nanosecond."""
    nanoseconds = 0
    for task in (PROC / str(pid) / "task").iterdir():
        try:
            nanoseconds += int((task / "schedstat").read_text(encoding="ascii").split()[0])
        except OSError:
            # A thread that has ended meanwhile.
            continue
    return nanoseconds / 1e9


def memory_bytes(pid: int) -> int:
    """Return the resident memory of a process."""
    pages = int((PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
