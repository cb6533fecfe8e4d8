"""The file of a backup: a ZIP file with a manifest, one file of rows for each table, and a seal.

It depends on no database: rows are JSON arrays, one a line, times are RFC 3339 in UTC, bytes are base64. So
what was kept from SQLite can be put into PostgreSQL, and back.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from balkancluster.backup.errors import BackupError, BadFile
from balkancluster.backup.manifest import FILE, Blob, Content, Manifest, read_manifest
from balkancluster.backup.newfile import OWNER_ONLY
from balkancluster.backup.seal import UNSEALED, ensure_sealed, seal
from balkancluster.backup.shapes import Shape

Rows = list[tuple[Any, ...]]
OnRows = Callable[[int], None]
"""Told how many more rows are done."""

PAGE = 2000
LONGEST_LINE = 1 << 26
LONGEST_MANIFEST = 1 << 27
PIECE = 1 << 18


class Writer:
    """A backup that is being written; nobody takes it for one before finish()."""

    def __init__(self, stream: BinaryIO, now: datetime) -> None:
        self._stream = stream
        self._now = now
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._encoder = msgspec.json.Encoder()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_error: object) -> None:
        # Nothing more is written of a file that was not finished, when its object is taken away later.
        self._zip.fp = None

    @contextmanager
    def table(self, shape: Shape) -> Iterator["TableWriter"]:
        """Begin the file of a table; one at a time."""
        content = Content(shape, 0, "")
        with self._zip.open(self._entry(content.file), "w", force_zip64=True) as file:
            yield TableWriter(shape, file.write, self._encoder)

    @contextmanager
    def blob(self, key: str) -> Iterator["BlobWriter"]:
        """Begin the bytes of a file; most are packed already."""
        entry = self._entry(Blob(key, 0, "").file)
        entry.compress_type = zipfile.ZIP_STORED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            yield BlobWriter(key, file.write)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and seal the file."""
        text = msgspec.json.format(self._encoder.encode(manifest), indent=1)
        self._zip.writestr(self._entry(FILE), text)
        self._zip.comment = UNSEALED
        self._zip.close()
        seal(self._stream)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._now.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = OWNER_ONLY << 16
        return entry


class TableWriter:
    """The rows of one table on their way into the file."""

    def __init__(self, shape: Shape, write: Callable[[bytes], object], encoder: msgspec.json.Encoder) -> None:
        self._shape = shape
        self._write = write
        self._encoder = encoder
        self._digest = hashlib.sha256()
        self._rows = 0

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows with their values in the order of the shape's columns."""
        text = self._encoder.encode_lines(rows)
        self._write(text)
        self._digest.update(text)
        self._rows += len(rows)

    def content(self) -> Content:
        """Return what the manifest says of this table."""
        return Content(self._shape, self._rows, self._digest.hexdigest())


class BlobWriter:
    """The bytes of one file on their way into the backup."""

    def __init__(self, key: str, write: Callable[[bytes], object]) -> None:
        self._key = key
        self._write = write
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Write the next bytes."""
        self._write(piece)
        self._digest.update(piece)
        self._size += len(piece)

    def content(self) -> Blob:
        """Return what the manifest says of this file."""
        return Blob(self._key, self._size, self._digest.hexdigest())


class Archive:
    """A sealed backup that is open for reading; its rows were not looked at yet."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self.manifest = read_manifest(self._read_manifest())
        manifest = self.manifest
        contents, blobs = manifest.contents, manifest.blobs
        expected = {FILE, *(content.file for content in contents), *(blob.file for blob in blobs)}
        names = opened.namelist()
        if len(names) != len(expected) or set(names) != expected:
            raise BadFile("does not hold the files that its manifest names.")

    def ensure_whole(self, on_rows: OnRows) -> None:
        """Read every row and compare numbers and checksums. Raises BadFile."""
        for content in self.manifest.contents:
            for rows in self.read(content):
                on_rows(len(rows))
        for blob in self.manifest.blobs:
            for _piece in self.read_blob(blob):
                pass

    def read_blob(self, blob: Blob) -> Iterator[bytes]:
        """Yield the bytes of a file. Raises BadFile, at the end at the latest."""
        digest, size = hashlib.sha256(), 0
        with _telling_damage(), self._zip.open(blob.file) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
                yield piece
        if (size, digest.hexdigest()) != (blob.size, blob.sha256):
            raise BadFile("is damaged: a file is not what was kept.")

    def read(self, content: Content) -> Iterator[Rows]:
        """Yield the rows of a table, a page at a time. Raises BadFile, at the end at the latest."""
        decoder = msgspec.json.Decoder(content.shape.row_type())
        digest, count, page = hashlib.sha256(), 0, []
        with _telling_damage(), self._zip.open(content.file) as file:
            while line := file.readline(LONGEST_LINE):
                digest.update(line)
                page.append(decoder.decode(line))
                if len(page) == PAGE:
                    yield page
                    count, page = count + len(page), []
        yield page
        if (count + len(page), digest.hexdigest()) != (content.rows, content.sha256):
            raise BadFile(f"is damaged: the rows of {content.shape.name} are not those that were kept.")

    def _read_manifest(self) -> bytes:
        try:
            with _telling_damage(), self._zip.open(FILE) as file:
                return file.read(LONGEST_MANIFEST)
        except KeyError as error:
            raise BadFile("is not a backup of BalkanCluster: it has no manifest.") from error


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a backup after its seal was checked. Raises BackupError, with the name of the file."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        with stream:
            ensure_sealed(stream)
            with _telling_damage():
                opened = zipfile.ZipFile(stream)
            with opened:
                yield Archive(opened)
    except BadFile as error:
        raise BadFile(f"{path} {error}") from error


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadFile("is damaged: it cannot be unpacked.") from error
    except msgspec.MsgspecError as error:
        raise BadFile(f"is damaged: a row cannot be read ({error}).") from error
