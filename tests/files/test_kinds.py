"""What a file is says its content; what its name says counts only where it would deceive."""

from pathlib import Path

import pytest

from balkancluster.errors import Invalid
from balkancluster.files.kinds import LOOK, find_kind
from tests.files.pictures import animation, draw, photograph, zipped

OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = b"application/vnd.oasis.opendocument.text"
HTML = b"<!DOCTYPE html><html><body onload=alert(1)></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (draw("PNG"), "x.txt", "image/png"),
        (photograph(), "slika", "image/jpeg"),
        (animation(), "x.gif", "image/gif"),
        (draw("WEBP"), "x.webp", "image/webp"),
        (b"%PDF-1.7\n", "x.html", "application/pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "x.docx", f"{OFFICE}wordprocessingml.document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "x.xlsx", f"{OFFICE}spreadsheetml.sheet"),
        (
            zipped("x", "ppt/presentation.xml", "[Content_Types].xml"),
            "x",
            f"{OFFICE}presentationml.presentation",
        ),
        (zipped("content.xml", first=("mimetype", ODT)), "x.odt", ODT.decode()),
        (zipped("word/document.xml"), "x.docx", "application/zip"),
        ("Вуна;400\n".encode(), "x.csv", "text/csv"),
        ("Вуна".encode(), "x.exe", "text/plain"),
        (("ш" * LOOK).encode(), "x.txt", "text/plain"),
        (b"a < b and b > c", "x.txt", "text/plain"),
        ("Вуна".encode("cp1251"), "x.txt", "application/octet-stream"),
        (b"MZ\x90\0\x03", "x.txt", "application/octet-stream"),
        (HTML, "x.html", "application/octet-stream"),
        (b"\n\n" + HTML, "x.txt", "application/octet-stream"),
        (SVG, "x.svg", "application/octet-stream"),
        (b"Zdravo <ScRiPt src=x>", "x.txt", "application/octet-stream"),
    ],
)
def test_the_content_says_what_it_is(content: bytes, name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert find_kind(path, name) == kind


@pytest.mark.parametrize("content", [HTML, SVG, b"#!/bin/sh", b"%PDF-1.7", b"MZ\x90\0"])
@pytest.mark.parametrize("name", ["slika.png", "SLIKA.JPG", "x.svg.gif", "x.webp"])
def test_what_is_called_an_image_and_is_none_is_refused(content: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        find_kind(path, name)
    assert refused.value.code == "not_an_image"
