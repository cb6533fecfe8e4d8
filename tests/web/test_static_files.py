"""Stylesheet, icons and scripts: one address for ever, and nothing else to be had."""

import gzip
import re
from pathlib import Path

import pytest

from balkancluster import resources
from balkancluster.web.static_files import OTHER_STYLESHEETS, STYLESHEET, StaticFiles, collect, static_files
from tests.web.conftest import Visit

CSS = resources.PACKAGE / "web" / "static" / "css"


def make_files(folder: Path) -> StaticFiles:
    (folder / "css").mkdir()
    (folder / "css" / "style.css").write_text('@layer base;\n@import "base.css";\n')
    (folder / "css" / "base.css").write_text("@layer base { p { margin: 0; } }\n")
    (folder / "notes.txt").write_text("not for the web")
    return collect(folder)


def test_the_stylesheet_is_joined_from_its_imports_in_order(tmp_path: Path) -> None:
    files = make_files(tmp_path)
    assert files.files[STYLESHEET].body == b"@layer base;\n@layer base { p { margin: 0; } }\n"
    assert list(files.files) == [STYLESHEET]


def test_an_address_changes_with_any_file(tmp_path: Path) -> None:
    before = make_files(tmp_path).address(STYLESHEET)
    (tmp_path / "mark.svg").write_text("<svg/>")
    assert collect(tmp_path).address(STYLESHEET) != before


def test_a_missing_file_is_noticed_by_its_author_and_not_by_ana() -> None:
    with pytest.raises(KeyError):
        static_files().address("css/forgotten.css")


def test_ana_keeps_the_stylesheet_for_a_year(visit: Visit) -> None:
    response = visit("ana").get(static_files().address(STYLESHEET))
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["content-type"] == "text/css; charset=utf-8"


def test_a_page_of_another_version_gets_the_file_of_today_and_asks_again_next_time(visit: Visit) -> None:
    response = visit().get("/static/0000000000000000/icons/mark.svg")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../../pages.py",
        "/static/x/%2e%2e/%2e%2e/pages.py",
        "/static/x/..%2f..%2fpages.py",
        "/static/x/css%00/style.css",
        "/static//etc/passwd",
        "/static/x//etc/passwd",
        "/static/x/css/",
        "/static/",
    ],
)
def test_no_path_leads_out_of_the_static_files(visit: Visit, path: str) -> None:
    response = visit().get(path)
    assert response.status_code == 404
    assert b"import" not in response.content


def test_two_thousand_ranges_get_the_whole_file(visit: Visit) -> None:
    ranges = "bytes=" + ",".join(f"{start}-{start}" for start in range(2000))
    response = visit().get(static_files().address("icons/mark.svg"), headers={"Range": ranges})
    assert response.status_code == 200
    assert response.content.startswith(b"<svg")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_static_file_can_only_be_read(visit: Visit, method: str) -> None:
    response = visit().request(method, static_files().address("icons/mark.svg"))
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"


def test_the_stylesheet_stays_small_enough_for_a_phone_in_the_hills() -> None:
    stylesheet = static_files().files[STYLESHEET]
    assert len(stylesheet.body) < 60_000
    assert len(gzip.compress(stylesheet.body)) < 14_000


def test_every_style_file_is_part_of_the_stylesheet() -> None:
    imported = set(re.findall(r'@import "([^"]+)"', (CSS / "style.css").read_text()))
    present = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - {
        "style.css",
        *OTHER_STYLESHEETS,
    }
    assert imported == present


def test_colours_are_named_in_the_tokens_only() -> None:
    for path in CSS.rglob("*.css"):
        if path.name != "tokens.css":
            colours = re.findall(r"(?<![\w-])(?:#[0-9a-f]{3,8}\b(?!\[)|rgb\(|hsl\()", path.read_text())
            assert set(colours) <= {"#0000"}, path.name
