"""What a file is, found by looking at it: what its name and its sender say is never believed.

The first bytes are those of the formats' own specifications; office documents are ZIP files (ISO/IEC 21320-1)
whose parts have names of their own (ECMA-376, ODF 1.3).
"""

import codecs
import re
from pathlib import Path

from balkancluster.errors import Invalid
from balkancluster.files.names import ending_of
from balkancluster.files.views import SHOWN
from balkancluster.i18n.messages import _

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"

LOOK = 64 * 1024
"""So much of the beginning and of the end is looked at."""

IMAGE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".webp"})

_BEGINNINGS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"%PDF-"), "application/pdf"),
    (re.compile(rb"\x1f\x8b\x08"), "application/gzip"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "application/x-7z-compressed"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "application/x-ole-storage"),
    (re.compile(rb"\{\\rtf1"), "application/rtf"),
    (re.compile(rb"ID3|\xff[\xfb\xf3\xf2]"), "audio/mpeg"),
    (re.compile(rb"OggS"), "application/ogg"),
    (re.compile(rb"....ftyp(?:isom|iso2|mp4|M4V|avc1|qt  )", re.DOTALL), "video/mp4"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "video/webm"),
)
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z-]+)(?=[^a-z.-]|$)")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OFFICE_PARTS = (
    (b"word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
)
_MARKUP = re.compile(rb"<(?:!doctype|\?xml|html|head|body|script|svg|iframe|math|style|img)\b", re.I)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TEXT_ENDINGS = {".csv": "text/csv", ".ics": "text/calendar", ".md": "text/markdown"}


def find_kind(path: Path, name: str) -> str:
    """Return the media type of a file by its content; what runs in a browser is of no type that it would run.

    Raises Invalid, code not_an_image, for what is called an image and is none.
    """
    with path.open("rb") as file:
        beginning = file.read(LOOK)
        size = file.seek(0, 2)
        file.seek(max(0, size - LOOK))
        end = file.read()
    kind = _kind_of(beginning, end, is_whole=size <= LOOK, ending=ending_of(name))
    if ending_of(name) in IMAGE_ENDINGS and kind not in SHOWN:
        raise Invalid(
            _("This is not an image, though its name says so. Send it under the name that it had."),
            code="not_an_image",
            field="file",
        )
    return kind


def _kind_of(beginning: bytes, end: bytes, *, is_whole: bool, ending: str) -> str:
    for pattern, kind in _BEGINNINGS:
        if pattern.match(beginning):
            return kind
    if beginning.startswith((_ZIP, _EMPTY_ZIP)):
        return _kind_of_zip(beginning, end)
    if _is_text(beginning, is_whole) and not _MARKUP.search(beginning):
        return _TEXT_ENDINGS.get(ending, TEXT)
    return UNKNOWN


def _kind_of_zip(beginning: bytes, end: bytes) -> str:
    # Nothing is unpacked: the names of the parts stand at the beginning of each and again at the end of all.
    if found := _OPEN_DOCUMENT.match(beginning, 30):
        return found[1].decode("ascii")
    if b"[Content_Types].xml" in beginning or b"[Content_Types].xml" in end:
        for part, kind in _OFFICE_PARTS:
            if part in end or part in beginning:
                return kind
    return "application/zip"


def _is_text(beginning: bytes, is_whole: bool) -> bool:
    if _CONTROLS.search(beginning):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning, final=is_whole)
    except UnicodeDecodeError:
        return False
    return bool(beginning)
