"""Where bytes are kept: a folder, or an object store; the same few acts on both, each by a random key.

A file gets its key when it is whole: nobody ever reads half of one. The database knows which keys count.
"""

import asyncio
import errno
import os
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from balkancluster.errors import NotFound
from balkancluster.files.errors import NoRoom, storage_away
from balkancluster.settings import Settings, SettingsError

OWNER_ONLY = 0o700
FOLDER_LETTERS = 2
PIECE = 256 * 1024
FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
NO_OBSTORE = "BALKANCLUSTER_FILES_URL needs the extra s3: pip install 'balkancluster[s3]'."
UNREADABLE = "BALKANCLUSTER_FILES_URL must be a folder or an address such as s3://bucket/folder."


class Storage(Protocol):
    """Keeps bytes by key; `scratch` is a folder of this machine for what is not whole yet."""

    scratch: Path

    async def put(self, key: str, path: Path) -> None:
        """Keep a file of the scratch folder, which is gone afterwards. Raises NoRoom or Unavailable."""

    def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        """Yield so many bytes from there on. Raises NotFound or Unavailable before the first."""

    async def delete(self, keys: Iterable[str]) -> None:
        """Forget these; those that are not there do not matter. Raises Unavailable."""

    def list_old(self, before: float) -> AsyncIterator[list[str]]:
        """Yield pages of keys that were last written before a time, in seconds since 1970."""


def open_storage(settings: Settings) -> Storage | None:
    """Return the storage that the settings choose, None where they choose none. Raises SettingsError."""
    url = settings.files_place
    if not url:
        return None
    if "://" not in url:
        return Folder(Path(url))
    if not url.startswith(("s3://", "memory://")):
        raise SettingsError(UNREADABLE)
    try:
        from balkancluster.files.object_storage import Objects
    except ModuleNotFoundError as error:
        raise SettingsError(NO_OBSTORE) from error
    return Objects(url)


class Folder:
    """A folder, which several nodes may share."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.scratch = root / "incoming"

    async def put(self, key: str, path: Path) -> None:
        with telling_room():
            await asyncio.to_thread(self._put, key, path)

    def _put(self, key: str, path: Path) -> None:
        place = self._place(key)
        place.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        sync_path(path)
        path.replace(place)
        sync_path(place.parent)

    async def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(self._place(key).open, "rb")
        except FileNotFoundError as error:
            raise NotFound from error
        except OSError as error:
            raise storage_away() from error
        with file:
            file.seek(start)
            while length and (piece := await asyncio.to_thread(file.read, min(PIECE, length))):
                length -= len(piece)
                yield piece

    async def delete(self, keys: Iterable[str]) -> None:
        await asyncio.to_thread(self._delete, list(keys))

    def _delete(self, keys: list[str]) -> None:
        for key in keys:
            self._place(key).unlink(missing_ok=True)

    async def list_old(self, before: float) -> AsyncIterator[list[str]]:
        for folder in await asyncio.to_thread(self._folders):
            yield await asyncio.to_thread(self._list_old, folder, before)

    def _folders(self) -> list[Path]:
        if not self._root.is_dir():
            return []
        # Only folders of ours: the place may hold other things.
        ours = (
            path for path in self._root.iterdir() if len(path.name) == FOLDER_LETTERS or path == self.scratch
        )
        return [path for path in ours if path.is_dir()]

    def _list_old(self, folder: Path, before: float) -> list[str]:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if entry.stat().st_mtime < before]
        if folder == self.scratch:
            for entry in entries:
                Path(entry.path).unlink(missing_ok=True)
            return []
        return [entry.name for entry in entries]

    def _place(self, key: str) -> Path:
        # Many small folders: none gets slow. A key never begins with a dot and never holds a slash.
        return self._root / key[:FOLDER_LETTERS].lower() / key


@contextmanager
def scratch_file(storage: Storage) -> Iterator[Path]:
    """Give the path of a file that does not exist yet; what is still there at the end is deleted."""
    with telling_room():
        storage.scratch.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    path = storage.scratch / secrets.token_hex(12)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def telling_room() -> Iterator[None]:
    """Turn a full disk into NoRoom, and any other trouble with it into Unavailable."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise storage_away() from error


def sync_path(path: Path) -> None:
    """Return once the disk has a file, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
