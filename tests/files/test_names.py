"""A file name is one line that says what it seems to say."""

import pytest

from balkancluster.files.delivery import disposition
from balkancluster.files.names import LONGEST, clean_name
from balkancluster.files.views import FileView


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ценовник 2026.pdf", "Ценовник 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\mapa.png", "mapa.png"),
        ("gpj.\u202efoto.exe", "gpj.foto.exe"),
        ("c\u030cipka.txt", "čipka.txt"),
        ("a\0b\r\nc.txt", "abc.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("", "file"),
        ("...", "file"),
        ("\u200b\u202e", "file"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_loses_what_could_mislead(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = clean_name("ш" * 300 + ".docx")
    assert (len(kept), kept[-6:]) == (LONGEST, "ш.docx")


def test_any_name_fits_into_a_header() -> None:
    for name in ("Ценовник „вуна“.pdf", "čaša.png", "日本.txt", "a%20b\\.txt", "ћ"):
        header = disposition(clean_name(name), "image/png")
        assert header.encode("ascii")
        assert header.count('"') == 2
    assert "filename*=UTF-8''%D0%A6%D0%B5%D0%BD%D0%B0.pdf" in disposition("Цена.pdf", "application/pdf")


def test_a_file_may_be_called_like_a_thumbnail() -> None:
    file = FileView("x", "thumbnail", "text/plain", 1)
    assert file.address != file.thumbnail
