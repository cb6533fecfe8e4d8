"""Bytes in an object store that speaks the language of Amazon S3, through obstore."""

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import MemoryStore, ObjectStore, S3Store

from balkancluster.errors import NotFound
from balkancluster.files.errors import storage_away

MOST_AT_ONCE = 1_000
MEMORY = "memory://"


class Objects:
    """An object store; its keys and region are read from the variables that all programs for S3 read.

    `memory://` is one that ends with the process, for tests.
    """

    def __init__(self, url: str) -> None:
        self._store: ObjectStore = MemoryStore() if url == MEMORY else _open_s3(url)
        # For nobody else on this machine, and gone with the process.
        self.scratch = Path(tempfile.mkdtemp(prefix="balkancluster-"))
        atexit.register(shutil.rmtree, self.scratch, ignore_errors=True)

    async def put(self, key: str, path: Path) -> None:
        """Keep a file. Raises Unavailable."""
        with _telling_trouble():
            await obstore.put_async(self._store, key, path)

    async def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        """Yield the bytes. Raises NotFound or Unavailable."""
        if not length:
            return
        with _telling_trouble():
            found = await obstore.get_async(self._store, key, options={"range": (start, start + length)})
            async for piece in found.stream():
                yield bytes(piece)

    async def delete(self, keys: Iterable[str]) -> None:
        """Forget these. Raises Unavailable."""
        with _telling_trouble():
            await obstore.delete_async(self._store, list(keys))

    async def list_old(self, before: float) -> AsyncIterator[list[str]]:
        """Yield pages of keys that were written before. Raises Unavailable."""
        with _telling_trouble():
            async for page in obstore.list(self._store, chunk_size=MOST_AT_ONCE):
                yield [entry["path"] for entry in page if entry["last_modified"].timestamp() < before]


def _open_s3(url: str) -> S3Store:
    # Somebody waits for the answer: better "try again" soon than three minutes of silence.
    return S3Store.from_url(
        url,
        # Without encryption only where the operator names an http:// endpoint, on the same machine perhaps.
        client_options={"timeout": "60s", "connect_timeout": "5s", "allow_http": True},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=15)},
    )


@contextmanager
def _telling_trouble() -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise NotFound from error
    except (BaseError, OSError) as error:
        raise storage_away() from error
