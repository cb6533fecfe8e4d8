"""No template says words of its own: all that a person reads comes through the catalogues."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.services.house import TEMPLATES

JINJA = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%-?\s*block \w*_(?:class|data)\b.*?endblock\s*-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
WORDS = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE_OF_A_MACRO = re.compile(r'[\w-]+="[^"]*"')
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
SILENT_ELEMENTS = {"script", "style", "code"}
ELEMENTS_WITHOUT_END = {"br", "hr", "img", "input", "link", "meta", "use", "path"}


class SpokenWords(HTMLParser):
    """Collects what is read aloud or seen, except where an element says which language it speaks."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in SILENT_ELEMENTS or (tag != "html" and "lang" in given and bool(given["lang"]))
        if not silent:
            self.words += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]
        if tag not in ELEMENTS_WITHOUT_END:
            self._silent.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag not in ELEMENTS_WITHOUT_END:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._silent):
            self.words.append(ATTRIBUTE_OF_A_MACRO.sub("", data))


def spoken_words(template: str) -> list[str]:
    parser = SpokenWords()
    parser.feed(JINJA.sub("", template))
    parser.close()
    return [text.strip() for text in parser.words if WORDS.search(text)]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert spoken_words(path.read_text(encoding="utf-8")) == []


def test_a_word_written_into_a_template_is_heard() -> None:
    template = '<p>{{ _("Hello") }} there</p><img alt="a room"><p lang="bg">Добре дошли</p><code>token</code>'
    assert spoken_words(template) == ["there", "a room"]
