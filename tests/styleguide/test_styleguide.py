"""The style guide shows all of the look there is, and exists only where nobody is harmed by it."""

import re
from collections import Counter
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from balkancluster import resources
from balkancluster.app import build_app
from balkancluster.i18n.locales import TAGS
from balkancluster.settings import Settings, sqlite_url
from balkancluster.styleguide.distinct import distinct
from balkancluster.styleguide.tokens import tokens
from balkancluster.web.ornaments import icon_names

CSS = resources.PACKAGE / "web" / "static" / "css"

WHOLE_PAGES = {
    "page", "narrow", "split", "rooms", "talk", "inside", "finder", "welcome", "skip", "letters", "letter",
    "invite", "when-new", "standing", "changes", "entries", "find-rooms",
    "account", "all-sectors", "away", "close-sheet", "drafts", "examples", "from-until", "steps",
    "api", "decide", "manual", "sample",
}  # fmt: skip
"""What lays out whole pages, or one form of one page, is to be seen there."""

DRAWN_BY_SCRIPTS = {"editing", "held"}


def open_styleguide(folder: Path, *, demo: bool = False, development: bool = False) -> tuple[int, str]:
    app = build_app(Settings(sqlite_url(folder), demo=demo, development=development))
    answer = TestClient(app, base_url="http://127.0.0.1:8000").get(
        "/styleguide", headers={"Accept-Language": "bg"}
    )
    return answer.status_code, answer.text


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The style guide of the demo, as a visitor who reads Bulgarian gets it."""
    status, html = open_styleguide(tmp_path_factory.mktemp("guide"), demo=True)
    assert status == 200
    return html


def test_a_real_installation_has_no_style_guide(tmp_path: Path) -> None:
    assert open_styleguide(tmp_path)[0] == 404


def test_those_who_develop_have_it_too(tmp_path: Path) -> None:
    assert open_styleguide(tmp_path, development=True)[0] == 200


def test_every_token_is_shown_with_its_value(page: str) -> None:
    assert len(tokens()) > 60
    assert [token.name for token in tokens() if f"--{token.name}<" not in page] == []


def shown_classes(page: str) -> set[str]:
    return {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}


@pytest.mark.parametrize("file", sorted((CSS / "components").glob("*.css")), ids=lambda path: path.stem)
def test_every_class_of_a_component_is_shown(file: Path, page: str) -> None:
    style = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", file.read_text(encoding="utf-8"), flags=re.S)
    classes = set(re.findall(r"\.([a-z][a-z-]*)", style))
    assert classes - shown_classes(page) - WHOLE_PAGES - DRAWN_BY_SCRIPTS == set()


def test_a_class_that_nobody_shows_would_be_noticed(page: str) -> None:
    assert "never-drawn" not in shown_classes(page)
    assert {"message", "gone", "to-me"} <= shown_classes(page)


def test_every_icon_is_shown(page: str) -> None:
    assert [name for name in icon_names() if f"#i-{name}" not in page] == []


def test_components_speak_all_four_languages_in_both_themes(page: str) -> None:
    assert [tag for tag in TAGS if f'class="specimen" lang="{tag}"' not in page] == []
    assert [theme for theme in ("light", "dark") if f'data-theme="{theme}" lang="bg"' not in page] == []
    assert all(words in page for words in ("Изпрати", "Пошаљи", "Pošalji", ">Send"))


def test_no_id_occurs_twice(page: str) -> None:
    ids = Counter(re.findall(r'(?<=\s)id="([^"]+)"', page))
    assert [name for name, times in ids.items() if times > 1] == []


def test_what_refers_to_an_id_finds_it(page: str) -> None:
    ids = set(re.findall(r'(?<=\s)id="([^"]+)"', page))
    named = re.findall(r'(?<=\s)(?:for|popovertarget|aria-labelledby|aria-describedby)="([^"]+)"', page)
    assert [name for names in named for name in names.split() if name not in ids] == []


def test_it_needs_no_script(page: str) -> None:
    assert "<script" not in page


def test_a_component_keeps_everything_but_its_ids() -> None:
    html = (
        '<p data-id="7"><label for="a b">x</label><input id="a"> <a href="#a">y</a> <a href="/z#a">z</a></p>'
    )
    assert distinct(html, "dark-bg") == (
        '<p data-id="7"><label for="a-dark-bg b-dark-bg">x</label><input id="a-dark-bg"> '
        '<a href="#a-dark-bg">y</a> <a href="/z#a">z</a></p>'
    )
