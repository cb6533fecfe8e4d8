"""Images: measured before anything is decoded, rid of what they tell about their maker, made small once.

A picture of a few kilobytes may claim a billion pixels (a decompression bomb), and one from a telephone says
where it was taken. Only the four formats that browsers show everywhere are read, by Pillow.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from balkancluster.errors import Invalid
from balkancluster.files.errors import damaged
from balkancluster.files.stripping import strip
from balkancluster.i18n.messages import _

MOST_PIXELS = 64_000_000
LONGEST_SIDE = 20_000
THUMBNAIL = (480, 480)
THUMBNAIL_TYPE = "image/webp"

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# Pillow refuses twice as many, and warns of what is refused here a moment later.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that may be kept: its pixels as it is shown."""

    width: int
    height: int


def prepare_image(source: Path, media_type: str, clean: Path, thumbnail: Path) -> Picture:
    """Write the image without metadata, upright, to `clean`, and a small picture of it to `thumbnail`.

    Raises Invalid for one with too many pixels, and for one that cannot be read.
    """
    with _telling_damage():
        # First, since it bounds the number of parts: Pillow reads them one by one, however many there are.
        with source.open("rb") as read, clean.open("wb") as written:
            strip(read, written, media_type)
        with Image.open(source, formats=[FORMATS[media_type]]) as image:
            _ensure_small(*image.size)
            if image.getexif().get(_ORIENTATION, 1) not in (0, 1):
                _write_upright(image, clean)
    with _telling_damage(), Image.open(clean, formats=[FORMATS[media_type]]) as image:
        picture = Picture(*image.size)
        _write_thumbnail(image, thumbnail)
    return picture


def _ensure_small(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Invalid(
            _(
                "This image has too many pixels: there may be up to %(most)s million.",
                most=MOST_PIXELS // 1_000_000,
            ),
            code="too_many_pixels",
            field="file",
        )


def _write_upright(image: Image.Image, path: Path) -> None:
    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    upright.info = {}
    upright.save(path, image.format, quality=95, icc_profile=profile)


def _write_thumbnail(image: Image.Image, path: Path) -> None:
    # JPEG can be decoded at a fraction of its size at once.
    image.draft("RGB", THUMBNAIL)
    image.load()
    image.thumbnail(THUMBNAIL)
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    small = image.convert("RGBA" if has_alpha else "RGB")
    small.info = {}
    small.save(path, "WEBP", quality=80)


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _ensure_small(LONGEST_SIDE + 1, LONGEST_SIDE)
    except OSError as error:
        if error.errno:
            raise
        raise damaged() from error
    except Exception as error:
        # Decoders fail in many ways on what was made to make them fail; none of them is a mistake of ours.
        raise damaged() from error
