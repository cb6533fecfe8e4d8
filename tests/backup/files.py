"""Backups without a database: small ones, and ones that no program of ours would make."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from balkancluster.backup.archive import Writer
from balkancluster.backup.manifest import FORMAT, VERSION, Keys, Manifest
from balkancluster.backup.seal import UNSEALED, seal
from balkancluster.backup.shapes import Shape, find_shapes
from balkancluster.migrations.history import find_newest

WHEN = datetime(2026, 11, 26, 3, 30, 15, 250_000, tzinfo=UTC)
SECRET = "жути мост преко реке, 1892"

_ONE: dict[str, Any] = {
    "integer": 1,
    "number": 0.5,
    "text": "Ћуприја · Пловдив",
    "boolean": True,
    "time": WHEN,
    "json": {"role": "admin"},
    "bytes": b"\x00\xff",
}


def row_of(shape: Shape) -> tuple[Any, ...]:
    """Return a row in which every number is 1, so that whatever points to another row finds it."""
    return tuple(_ONE[column.kind] for column in shape.columns)


def write_backup(path: Path, **changes: Any) -> Path:
    """Write a sealed backup with one row in each table; `changes` are said differently in its manifest."""
    with path.open("w+b") as stream:
        writer = Writer(stream, WHEN)
        contents = []
        for shape in find_shapes(find_newest()):
            with writer.table(shape) as file:
                file.write([row_of(shape)])
            contents.append(file.content())
        kept: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": WHEN,
            "program": "0.1.0",
            "database": "sqlite",
            "revision": find_newest(),
            "contents": tuple(contents),
            "keys": Keys(SECRET),
        }
        writer.finish(Manifest(**kept | changes))
    return path


def write_sealed_zip(path: Path, files: dict[str, bytes]) -> Path:
    """Write a ZIP file with a right seal around whatever files."""
    with path.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
            archive.comment = UNSEALED
        seal(stream)
    return path


def read_zip(path: Path) -> dict[str, bytes]:
    """Return the files in a ZIP file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
