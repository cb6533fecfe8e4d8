"""The seal of a backup: its last bytes, a checksum over all others.

A ZIP file may end in a comment. Ours is the SHA-256 of everything before it, so that a single changed bit
anywhere is seen, a missing end too, and the file is still one that every program for ZIP files opens.
"""

import hashlib
import os
from typing import BinaryIO

from balkancluster.backup.errors import BadFile

DIGITS = 64
MARK = b"balkancluster backup sha256:"
UNSEALED = MARK + b"0" * DIGITS

# The record that ends a ZIP file, without its comment (APPNOTE 4.3.16).
END = b"PK\x05\x06"
END_BYTES = 22
PIECE = 1 << 20


def seal(stream: BinaryIO) -> None:
    """Put the checksum at the end of a finished ZIP file whose comment is UNSEALED."""
    digest = _digest(stream)
    stream.seek(-DIGITS, os.SEEK_END)
    stream.write(digest)


def ensure_sealed(stream: BinaryIO) -> None:
    """Refuse a file that is not whole, or not exactly what was sealed. Raises BadFile."""
    tail_bytes = END_BYTES + len(UNSEALED)
    if stream.seek(0, os.SEEK_END) < tail_bytes:
        raise BadFile("is not a backup, or a large part of it is missing.")
    stream.seek(-tail_bytes, os.SEEK_END)
    tail = stream.read()
    comment = tail[END_BYTES:]
    if not tail.startswith(END) or not comment.startswith(MARK):
        raise BadFile("is not a backup, or its end is missing.")
    if _digest(stream) != comment[len(MARK) :]:
        raise BadFile("is damaged: it is not what it was when the backup was made.")


def _digest(stream: BinaryIO) -> bytes:
    left = stream.seek(0, os.SEEK_END) - DIGITS
    stream.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode()
