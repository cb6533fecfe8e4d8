"""Templates compile in every language and hold nothing that the content security policy would stop."""

import re
from pathlib import Path

import pytest

from balkancluster.i18n.locales import LOCALES
from balkancluster.web import pages
from tests.services.house import ROOT, TEMPLATES

FORBIDDEN = {
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.I),
    "a style in the page": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    # A link may lead anywhere; what a page loads or sends may not.
    "a foreign address": re.compile(
        r"\b(?:src|srcset|action|data|poster)\s*=\s*[\"']?\s*(?:https?:)?//|<link\b[^>]*https?://", re.I
    ),
}


def find_templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".svg", ".xml"})


@pytest.mark.parametrize("locale", [locale.tag for locale in LOCALES])
@pytest.mark.parametrize("path", find_templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_compiles_in_every_language(path: Path, locale: str) -> None:
    assert pages.environment(locale).get_template(path.relative_to(TEMPLATES).as_posix())


def broken_rules(text: str) -> list[str]:
    return [rule for rule, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("path", find_templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_nothing_inline_and_nothing_foreign(path: Path) -> None:
    assert broken_rules(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://elsewhere.example/go.js"></script>',
    ],
)
def test_a_template_that_breaks_the_policy_would_be_noticed(text: str) -> None:
    assert broken_rules(text)


@pytest.mark.parametrize(
    "text", ['<script type="module" src="/static/js/live.js"></script>', "<p on the='1'>"]
)
def test_an_honest_template_is_left_alone(text: str) -> None:
    assert broken_rules(text) == []


@pytest.mark.parametrize("folder", ["templates", "locales"])
def test_no_python_lies_where_the_wheel_moves_folders(folder: str) -> None:
    # An editable install of a moved folder that holds Python is refused by the build back end.
    assert list((ROOT / folder).rglob("*.py")) == []
