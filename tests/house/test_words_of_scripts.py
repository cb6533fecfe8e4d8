"""No script says words of its own: its texts go through gettext, as those of the pages do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.jslexer import Token, tokenize

from tests.services.house import PACKAGE

SCRIPTS = PACKAGE / "web" / "static" / "js"
GETTEXT = {"gettext", "ngettext", "pgettext", "npgettext"}
PROSE = re.compile(r"[A-Z][a-z]+ [a-z]|^[A-Z][a-z]+[.!?…]?$|[a-z][.!?…]$")
FILLED_IN = re.compile(r"\$\{[^{}]*\}")
KEYS = {"Alt", "Control", "Delete", "End", "Enter", "Escape", "Home", "Meta", "Shift", "Tab"}
SILENT = {"whitespace", "linecomment", "multilinecomment"}


def texts(script: str) -> Iterator[str]:
    """Yield the strings of a script that are no argument of gettext."""
    depth, within, before = 0, [], ""
    for token in tokenize(script, jsx=False, dotted=False, template_string=True):
        if token.value == "(":
            depth += 1
            within += [depth] if before in GETTEXT else []
        elif token.value == ")":
            within = [place for place in within if place < depth]
            depth -= 1
        if token.type in ("string", "template_string") and not within:
            yield FILLED_IN.sub("", token.value[1:-1]).strip()
        before = _name(token, before)


def _name(token: Token, before: str) -> str:
    return before if token.type in SILENT else str(token.value)


def words_of_its_own(script: str) -> list[str]:
    return [text for text in texts(script) if PROSE.search(text) and text not in KEYS]


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.js")), ids=lambda path: path.name)
def test_a_script_says_nothing_untranslated(path: Path) -> None:
    assert words_of_its_own(path.read_text(encoding="utf-8")) == []


def test_words_written_into_a_script_are_heard() -> None:
    script = """
    say(gettext("Load again"), "plain small", `Wait for ${name}`); // Not a word.
    if (event.key === "Enter") say(ngettext("One", "Many", n) + "Done.");
    """
    assert words_of_its_own(script) == ["Wait for", "Done."]
