"""Figures that are kept, for docs/performance.md and its pictures."""

import json
from pathlib import Path

from bench.tables import Found

FOLDER = Path(__file__).parent / "results"


def keep(name: str, found: Found) -> Path:
    """Keep what a command has measured in place of what it measured before; return where."""
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def kept(name: str) -> Found:
    """Return what a command has measured. Raises FileNotFoundError when nothing was kept."""
    found: Found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
