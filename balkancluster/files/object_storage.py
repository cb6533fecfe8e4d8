"""Bytes in an object store that speaks the language of Amazon S3, through obstore."""

import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import from_url

from balkancluster.errors import NotFound
from balkancluster.files.errors import storage_away

MOST_AT_ONCE = 1_000


class Objects:
    """An object store; its keys and region are read from the variables that all programs for S3 read."""

    def __init__(self, url: str) -> None:
        self._store = from_url(url, client_options={"timeout": "60s", "connect_timeout": "5s"})
        self.scratch = Path(tempfile.gettempdir()) / "balkancluster-incoming"

    async def put(self, key: str, path: Path) -> None:
        with _telling_trouble():
            await obstore.put_async(self._store, key, path)

    async def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        if not length:
            return
        with _telling_trouble():
            found = await obstore.get_async(self._store, key, options={"range": (start, start + length)})
            async for piece in found.stream():
                yield bytes(piece)

    async def delete(self, keys: Iterable[str]) -> None:
        with _telling_trouble():
            for key in keys:
                try:
                    await obstore.delete_async(self._store, key)
                except (NotFoundError, FileNotFoundError):
                    continue

    async def list_old(self, before: float) -> AsyncIterator[list[str]]:
        with _telling_trouble():
            async for page in obstore.list(self._store, chunk_size=MOST_AT_ONCE):
                yield [entry["path"] for entry in page if entry["last_modified"].timestamp() < before]


@contextmanager
def _telling_trouble() -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise NotFound from error
    except (BaseError, OSError) as error:
        raise storage_away() from error
