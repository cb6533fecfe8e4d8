"""A file that is there whole or not at all, and that nobody else may read."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from balkancluster.backup.errors import BackupError
from balkancluster.files.storage import sync_path

OWNER_ONLY = 0o600


@contextmanager
def write_new_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """Open a file under another name; it gets its own when the block ends well and the disk has all of it.

    Raises BackupError when there is such a file already, unless it may be replaced, and when it cannot be
    written.
    """
    if path.exists() and not replace:
        raise BackupError(f"{path} is there already.")
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _give_name(partial, path, replace)
        sync_path(path.parent)
    except FileExistsError as error:
        raise BackupError(f"{path} is there already.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def _give_name(partial: Path, path: Path, replace: bool) -> None:
    if replace:
        partial.replace(path)
    else:
        # Unlike a new name, a second one is refused when somebody else has taken it meanwhile.
        path.hardlink_to(partial)
