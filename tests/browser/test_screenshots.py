"""The pictures that `python -m tests.screenshots` takes: which they are, and how one asks for them."""

import re
from pathlib import Path

import pytest
from PIL import Image

from balkancluster.i18n.locales import TAGS
from tests.browser.accessibility_pages import PAGES
from tests.screenshots import __main__ as command
from tests.screenshots.__main__ import choose_pictures, read_arguments
from tests.screenshots.pictures import WIDTHS, every_page
from tests.screenshots.sheet import contact_sheet, join_locales
from tests.services.house import DOCS


def test_every_page_is_taken_in_every_way() -> None:
    pictures = every_page()
    assert len(pictures) == sum(map(len, PAGES.values())) * len(WIDTHS) * len(TAGS) * 2
    assert len({picture.name for picture in pictures}) == len(pictures)


def test_a_name_says_what_is_seen_and_fits_every_file_system() -> None:
    names = [picture.name for picture in every_page()]
    assert "settings-360-sr-Cyrl-dark" in names
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9-]{5,120}", name)] == []


def test_a_pattern_and_lists_choose_pages() -> None:
    chosen = read_arguments(
        ["--all", "settings*", "--widths", "320", "--locales", "bg,en", "--themes", "dark"]
    )
    pictures = choose_pictures(chosen)
    assert {picture.subject for picture in pictures} >= {"settings", "settings-password"}
    assert {(picture.width, picture.locale, picture.theme) for picture in pictures} == {
        (320, "bg", "dark"),
        (320, "en", "dark"),
    }


def test_the_pictures_of_the_documents_are_taken_without_being_asked_for() -> None:
    chosen = read_arguments([])
    assert chosen.out == DOCS / "images"
    assert {picture.name for picture in choose_pictures(chosen)} >= {"home", "sign-in", "room-bg"}


def test_everything_is_kept_out_of_the_documents() -> None:
    assert read_arguments(["--all"]).out != DOCS / "images"
    assert read_arguments(["--all", "--out", "elsewhere"]).out == Path("elsewhere")


@pytest.mark.parametrize("arguments", [["--locales", "de"], ["--themes", "sepia"], ["--widths", "wide"]])
def test_what_cannot_be_seen_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(arguments)


def test_a_page_that_nobody_listed_stops_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PAGES", {"/": PAGES["/"]})
    with pytest.raises(SystemExit, match="/sign-in"):
        choose_pictures(read_arguments(["--all"]))


def test_the_contact_sheet_shows_every_picture_under_its_page() -> None:
    pictures = every_page("rooms-new")
    sheet = contact_sheet(pictures)
    assert all(f'src="{picture.name}.png"' in sheet for picture in pictures)
    assert sheet.count("<h2") == 1


def test_each_page_is_one_picture_with_its_locales_side_by_side(tmp_path: Path) -> None:
    pictures = every_page("rooms-new", widths=[360], locales=["bg", "en"], themes=["light"])
    for picture, height in zip(pictures, (20, 30), strict=True):
        Image.new("RGB", (36, height)).save(tmp_path / f"{picture.name}.png")
    (sheet,) = join_locales(tmp_path, pictures)
    assert sheet.name == "rooms-new-360-light.png"
    with Image.open(sheet) as image:
        assert image.size == (36 + 12 + 36, 30)
