"""The first thing to know about a backup: when it was made, under which revision, and what is in it."""

from datetime import datetime

import msgspec

from balkancluster.backup.errors import BadFile
from balkancluster.backup.shapes import Shape, find_shapes
from balkancluster.migrations.history import is_known

FORMAT = "balkancluster backup"
VERSION = 2
"""Since 2 a backup holds files."""

FILE = "manifest.json"


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a backup: the file with its rows, one JSON array a line, their number and the checksum."""

    shape: Shape
    rows: int
    sha256: str

    @property
    def file(self) -> str:
        """Return the name of the file within the backup."""
        return f"tables/{self.shape.name}.jsonl"


class Blob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bytes of a file: the key under which they were stored, their number and the checksum."""

    key: str
    size: int
    sha256: str

    @property
    def file(self) -> str:
        """Return the name of the file within the backup."""
        return f"files/{self.key}"


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the installation needs to know besides its database; `secret` is BALKANCLUSTER_SECRET."""

    secret: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in a backup. `revision` is that of the tables, `program` the version that made it."""

    format: str
    version: int
    made_at: datetime
    program: str
    database: str
    revision: str
    contents: tuple[Content, ...]
    keys: Keys
    blobs: tuple[Blob, ...] = ()

    @property
    def rows(self) -> int:
        """Return the number of rows of all tables."""
        return sum(content.rows for content in self.contents)


class _Beginning(msgspec.Struct):
    """What a manifest of every version has."""

    format: str
    version: int
    program: str


def read_manifest(text: bytes) -> Manifest:
    """Read the manifest of a backup that this version can put back. Raises BadFile."""
    try:
        beginning = msgspec.json.decode(text, type=_Beginning)
        if beginning.format != FORMAT:
            raise BadFile("is not a backup of BalkanCluster.")
        if beginning.version > VERSION:
            raise _too_new(beginning.program)
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BadFile("is not a backup of BalkanCluster: its manifest cannot be read.") from error
    if not is_known(manifest.revision):
        raise _too_new(manifest.program)
    if tuple(content.shape for content in manifest.contents) != find_shapes(manifest.revision):
        raise BadFile("does not have the tables that its revision has.")
    return manifest


def _too_new(program: str) -> BadFile:
    return BadFile(f"was made by a newer BalkanCluster ({program}): install that first.")
