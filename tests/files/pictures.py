"""Pictures and documents for tests, made here: small, and with something to hide."""

import io
import struct
import zipfile
import zlib

from PIL import Image

LESKOVAC = (42.0, 59.0, 53.0)


def draw(media_format: str, size: tuple[int, int] = (640, 400), **options: object) -> bytes:
    """Return a picture of that format, with a change of colour so that turning it shows."""
    image = Image.new("RGB", size, "#b8cdb0")
    image.paste("#2f6f8f", (0, 0, size[0] // 2, size[1] // 2))
    written = io.BytesIO()
    image.save(written, media_format, **options)
    return written.getvalue()


def photograph(orientation: int = 1) -> bytes:
    """Return a JPEG as a telephone makes it: with the place, the maker and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telefon iz Leskovca"
    exif.get_ifd(0x8825).update({1: "N", 2: LESKOVAC, 3: "E", 4: (21.0, 57.0, 0.0)})
    return draw("JPEG", exif=exif, comment=b"tajna beleska", quality=90)


def animation(frames: int = 3) -> bytes:
    """Return a GIF that moves, with a comment."""
    pictures = [Image.new("RGB", (60, 40), color) for color in ("red", "green", "blue")[:frames]]
    written = io.BytesIO()
    pictures[0].save(
        written, "GIF", save_all=True, append_images=pictures[1:], duration=200, loop=0, comment=b"tajna"
    )
    return written.getvalue()


def claim_pixels(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to have so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zipped(*names: str, first: tuple[str, bytes] | None = None, content: bytes = b"<part/>" * 100) -> bytes:
    """Return a ZIP file with these parts, as office documents have them."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        if first:
            file.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            file.writestr(name, content)
    return written.getvalue()
