"""Taking out of an image what is not the image: EXIF with places and names, comments, whatever was appended.

Nothing is decoded, so nothing is lost: the parts of which each format is made are copied or left out. Colour
profiles, transparency and animation stay. Formats: PNG (W3C, third edition), JPEG (ITU-T T.81, Annex B),
GIF89a, WebP (RFC 9649).
"""

import mmap
import re
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO

_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF_AND_XMP = 0x0C
_JPEG_NEXT = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A marker in coded data: neither a stuffed zero nor a restart."""

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_JPEG_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""The segments of applications that change how the picture looks."""

_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")

MOST_PARTS = 1_000_000
"""What no camera and no program makes: an image of 50 MB can have 16 million parts that hold nothing."""


class NotWhole(ValueError):
    """The image ends in the middle of one of its parts, has too many, or is made of something else."""


class Data:
    """The bytes of an image, from which parts are cut."""

    def __init__(self, content: mmap.mmap) -> None:
        self.content = content
        self._left = MOST_PARTS

    def __len__(self) -> int:
        return len(self.content)

    def cut(self, start: int, length: int) -> bytes:
        """Return so many bytes from there on. Raises NotWhole."""
        self._left -= 1
        piece = self.content[start : start + length]
        if len(piece) < length or self._left < 0:
            raise NotWhole
        return piece


def strip(source: BinaryIO, target: BinaryIO, media_type: str) -> None:
    """Copy an image without its metadata. Raises NotWhole."""
    with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for piece in _STRIPPERS[media_type](Data(content)):
            target.write(piece)


def _strip_png(data: Data) -> Iterator[bytes]:
    yield data.cut(0, 8)
    at = 8
    while True:
        length, kind = struct.unpack(">I4s", data.cut(at, 8))
        if kind in _PNG_KEPT:
            yield data.cut(at, length + 12)
        if kind == b"IEND":
            return
        at += length + 12


def _strip_jpeg(data: Data) -> Iterator[bytes]:
    yield data.cut(0, 2)
    at = 2
    while True:
        marker, at = _read_marker(data, at)
        if marker == _EOI:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack(">H", data.cut(at, 2))
        segment = data.cut(at, length)
        if _is_of_picture(marker, segment):
            yield bytes((0xFF, marker)) + segment
        at += length
        if marker == _SOS:
            found = _JPEG_NEXT.search(data.content, at)
            end = found.start() if found else len(data)
            yield data.content[at:end]
            if not found:
                # Some cameras forget the end; whether the picture is whole the decoder finds out.
                yield b"\xff\xd9"
                return
            at = end


def _read_marker(data: Data, at: int) -> tuple[int, int]:
    """Return a marker and where its segment begins; any number of 0xFF may stand before it."""
    if data.cut(at, 1) != b"\xff":
        raise NotWhole
    while (marker := data.cut(at, 1)[0]) == 0xFF:
        at += 1
    if marker == _SOI:
        raise NotWhole
    return marker, at + 1


def _is_of_picture(marker: int, segment: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        wanted = _JPEG_APPLICATIONS.get(marker)
        return wanted is not None and segment.startswith(wanted, 2)
    return marker != _COM


def _strip_gif(data: Data) -> Iterator[bytes]:
    header = data.cut(0, 13)
    at = 13 + _color_table(header[10])
    yield data.cut(0, at)
    while at < len(data) and (kind := data.content[at]) != 0x3B:
        start = at
        if kind == 0x2C:
            at = _after_blocks(data, at + 11 + _color_table(data.cut(at, 10)[9]))
            yield data.cut(start, at - start)
        elif kind == 0x21:
            at = _after_blocks(data, at + 2)
            extension = data.cut(start, at - start)
            if extension[1] == 0xF9 or (extension[1] == 0xFF and extension.startswith(_GIF_LOOPS, 3)):
                yield extension
        else:
            raise NotWhole
    yield b"\x3b"


def _color_table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: Data, at: int) -> int:
    while length := data.cut(at, 1)[0]:
        at += length + 1
    return at + 1


def _strip_webp(data: Data) -> Iterator[bytes]:
    end = min(len(data), 8 + struct.unpack("<I", data.cut(4, 4))[0])
    kept = [(start, length) for kind, start, length in _webp_chunks(data, end) if kind in _WEBP_KEPT]
    yield b"RIFF" + struct.pack("<I", 4 + sum(length for _start, length in kept)) + b"WEBP"
    for start, length in kept:
        chunk = data.cut(start, length)
        if chunk.startswith(b"VP8X"):
            chunk = chunk[:8] + bytes((chunk[8] & ~_WEBP_EXIF_AND_XMP,)) + chunk[9:]
        yield chunk


def _webp_chunks(data: Data, end: int) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", data.cut(at, 8))
        whole = 8 + length + length % 2
        yield kind, at, whole
        at += whole


_STRIPPERS: dict[str, Callable[[Data], Iterator[bytes]]] = {
    "image/png": _strip_png,
    "image/jpeg": _strip_jpeg,
    "image/gif": _strip_gif,
    "image/webp": _strip_webp,
}
