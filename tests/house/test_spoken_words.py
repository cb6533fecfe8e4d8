"""No template says words of its own: all that a person reads comes through the catalogues."""

import re
from pathlib import Path

import pytest

from tests.services.house import TEMPLATES
from tests.services.spoken import spoken_words

JINJA = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%-?\s*block \w*_(?:class|data)\b.*?endblock\s*-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
WORDS = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE_OF_A_MACRO = re.compile(r'[\w-]+="[^"]*"')


def words_of_its_own(template: str) -> list[str]:
    texts = (ATTRIBUTE_OF_A_MACRO.sub("", text) for text in spoken_words(JINJA.sub("", template)))
    return [text.strip() for text in texts if WORDS.search(text)]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert words_of_its_own(path.read_text(encoding="utf-8")) == []


def test_a_word_written_into_a_template_is_heard() -> None:
    template = '<p>{{ _("Hello") }} there</p><img alt="a room"><p lang="bg">Добре дошли</p><code>token</code>'
    assert words_of_its_own(template) == ["there", "a room"]
