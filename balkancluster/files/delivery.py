"""How a file is handed out: what a browser may do with it, and which part of it was asked for."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from balkancluster.files.views import SHOWN

SANDBOX = "sandbox; default-src 'none'"
KEEP_BUT_ASK = "private, no-cache"
"""A browser may keep it, and asks each time whether it still may show it (RFC 9111, 5.2.2.4)."""

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def disposition(name: str, media_type: str) -> str:
    """Return Content-Disposition: images inline, all else to be saved, the name in UTF-8 (RFC 6266, 8187).

    Old programs read the first name, in ASCII.
    """
    how = "inline" if media_type in SHOWN else "attachment"
    decomposed = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\%]', "_", decomposed).strip(" .") or "file"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes that are sent; `is_whole` unless a range was asked for."""

    start: int
    length: int
    is_whole: bool


def find_part(asked: str | None, size: int) -> Part | None:
    """Return what a Range header asks for, None for a range that the file does not have (RFC 9110, 14.2).

    Several ranges, and what cannot be read, are answered with the whole file, as is allowed.
    """
    found = _RANGE.fullmatch(asked or "")
    if not found or found[0] == "bytes=-":
        return Part(0, size, is_whole=True)
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    return Part(start, end - start, is_whole=False) if start < end else None
