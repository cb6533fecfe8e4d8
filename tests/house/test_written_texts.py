"""No template prints what people wrote as it is: every such text goes through the script of its reader."""

import re
from pathlib import Path

import pytest

from tests.services.house import TEMPLATES

PRINTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
STRING = re.compile(r'"[^"]*"')
WRITTEN = re.compile(
    r"\.(?:title|excerpt|purpose|quote|answer|words|summary|offers|seeks|html_calling|html)\b"
)
READ = re.compile(r"\bwritten\(|\| *read(?:_html|_text)?\(|\bshown\.text\b")
ORIGINAL = {
    "rooms/_composer.html": "an answer takes the original",
    "rooms/_remove_form.html": "one's own words, as they will be gone",
    "rooms/_translation.html": "a translation comes in its reader's script",
    "rooms/translation.html": "who puts a translation right sees what it is of",
    "search/_message.html": "a hit is marked in the text as its reader gets it",
    "search/_thing.html": "the same",
    "search/suggestions.html": "the same",
    "api/_operation.html": "the program's own words",
}
NOT_OF_PEOPLE = re.compile(r"\bfields\.|operation\.summary|frame\.summary|emoji\.")


def find_templates() -> list[Path]:
    """Return the templates of pages and letters."""
    return sorted(path for path in TEMPLATES.rglob("*.*") if path.parent.name != "styleguide")


def unread_texts(template: str) -> list[str]:
    """Return what a template prints of people's texts without converting it."""
    without_strings = (STRING.sub('""', printed) for printed in PRINTED.findall(template))
    return [
        printed
        for printed in without_strings
        if WRITTEN.search(printed) and not READ.search(printed) and not NOT_OF_PEOPLE.search(printed)
    ]


@pytest.mark.parametrize("path", find_templates(), ids=lambda path: path.name)
def test_a_template_shows_texts_in_the_readers_script(path: Path) -> None:
    if path.relative_to(TEMPLATES).as_posix() not in ORIGINAL:
        assert unread_texts(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", ["{{ topic.title }}", '<p lang="bg">{{ line.quote | truncate(9) }}</p>'])
def test_a_text_that_forgets_its_reader_is_noticed(template: str) -> None:
    assert unread_texts(template)


@pytest.mark.parametrize("template", ["{{ one.title | read(one.lang) }}", "{{ written(a.quote, a.lang) }}"])
def test_a_text_that_is_read_is_not(template: str) -> None:
    assert unread_texts(template) == []
