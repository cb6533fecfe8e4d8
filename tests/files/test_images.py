"""A picture keeps what it shows and loses what it tells: place, maker, comments, whatever hangs behind it."""

import io
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from balkancluster.errors import Invalid
from balkancluster.files.images import Picture, prepare_image
from tests.files.pictures import animation, claim_pixels, draw, photograph

TAIL = b"<script>alert('tajna')</script>PK\x03\x04"
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def prepare(content: bytes, media_format: str, folder: Path) -> tuple[Picture, bytes, Image.Image]:
    """Return what is known of a picture, its clean bytes, and the small picture."""
    source, clean, small = folder / "source", folder / "clean", folder / "small"
    source.write_bytes(content)
    picture = prepare_image(source, TYPES[media_format], clean, small)
    with Image.open(small) as thumbnail:
        thumbnail.load()
    return picture, clean.read_bytes(), thumbnail


def refusal(content: bytes, media_format: str, folder: Path) -> str:
    """Return why a picture was refused, or an empty text."""
    try:
        prepare(content, media_format, folder)
    except Invalid as refused:
        return refused.code
    return ""


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
    return image


def secrets_of(media_format: str) -> dict[str, Any]:
    exif = Image.Exif()
    exif[0x010F] = "tajna"
    known: dict[str, dict[str, Any]] = {
        "PNG": {"exif": exif},
        "JPEG": {"exif": exif, "comment": b"tajna"},
        "GIF": {"comment": b"tajna"},
        "WEBP": {"exif": exif, "xmp": b"<x>tajna</x>"},
    }
    return known[media_format]


@pytest.mark.parametrize("media_format", TYPES)
def test_every_pixel_stays_and_every_secret_goes(media_format: str, tmp_path: Path) -> None:
    content = draw(media_format, **secrets_of(media_format))
    assert b"tajna" in content
    picture, clean, _small = prepare(content + TAIL, media_format, tmp_path)
    assert (picture.width, picture.height) == (640, 400)
    assert b"tajna" not in clean
    assert b"script" not in clean
    before, after = opened(content).convert("RGB"), opened(clean).convert("RGB")
    assert ImageChops.difference(before, after).getbbox() is None
    assert not opened(clean).getexif()


def test_a_photograph_does_not_say_where_it_was_taken(tmp_path: Path) -> None:
    content = photograph()
    assert opened(content).getexif().get_ifd(0x8825)
    _picture, clean, small = prepare(content, "JPEG", tmp_path)
    for image in (opened(clean), small):
        assert not image.getexif()
        assert "comment" not in image.info


def test_a_photograph_that_lies_on_its_side_is_put_upright(tmp_path: Path) -> None:
    picture, clean, small = prepare(photograph(orientation=6), "JPEG", tmp_path)
    assert (picture.width, picture.height) == opened(clean).size == (400, 640)
    assert small.size == (300, 480)
    assert not opened(clean).getexif()
    pixel = opened(clean).convert("RGB").getpixel((390, 10))
    assert isinstance(pixel, tuple)
    assert pixel[2] > pixel[0], "the corner that was drawn at the upper left is at the upper right now"


def test_a_picture_that_moves_goes_on_moving(tmp_path: Path) -> None:
    _picture, clean, small = prepare(animation(), "GIF", tmp_path)
    assert getattr(opened(clean), "n_frames", 1) == 3
    assert opened(clean).info["loop"] == 0
    assert getattr(small, "n_frames", 1) == 1


def test_a_thumbnail_is_small_and_of_a_small_picture_not_larger(tmp_path: Path) -> None:
    assert prepare(draw("PNG", (3000, 1500)), "PNG", tmp_path)[2].size == (480, 240)
    assert prepare(draw("PNG", (30, 20)), "PNG", tmp_path)[2].size == (30, 20)


@pytest.mark.parametrize("size", [(50_000, 50_000), (9_000, 9_000), (1_000_000, 2), (12_000, 12_000)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int], tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        prepare(claim_pixels(*size), "PNG", tmp_path)
    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize("media_format", TYPES)
def test_a_picture_that_is_cut_off_anywhere_is_refused_or_shown(media_format: str, tmp_path: Path) -> None:
    content = draw(media_format, (64, 48))
    for length in range(12, len(content) - 1, 7):
        assert refusal(content[:length], media_format, tmp_path) in {"", "image_damaged"}


@pytest.mark.parametrize("media_format", TYPES)
def test_a_picture_with_wrong_bytes_anywhere_is_refused_or_shown(media_format: str, tmp_path: Path) -> None:
    content = draw(media_format, (64, 48))
    for place in range(6, len(content), 5):
        broken = content[:place] + b"\xff\xff\xff" + content[place + 3 :]
        assert refusal(broken, media_format, tmp_path) in {"", "image_damaged", "too_many_pixels"}


@pytest.mark.parametrize(
    ("media_format", "start", "part"),
    [
        ("PNG", draw("PNG", (8, 8))[:33], b"\0\0\0\0tEXt\0\0\0\0"),
        ("JPEG", b"\xff\xd8", b"\xff\xfe\0\2"),
        ("GIF", animation()[:13], b"!\xfe\0"),
        ("WEBP", b"RIFF\xff\xff\xff\x7fWEBP", b"none\0\0\0\0"),
    ],
    ids=list(TYPES),
)
def test_a_picture_of_countless_empty_parts_is_refused_soon(
    media_format: str, start: bytes, part: bytes, tmp_path: Path
) -> None:
    began = time.process_time()
    assert refusal(start + part * (50_000_000 // len(part)), media_format, tmp_path) == "image_damaged"
    assert time.process_time() - began < 5
