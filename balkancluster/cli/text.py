"""The rules of languages and scripts, for scripts and translators: one line in, one line out."""

import sys
from collections.abc import Callable, Iterator

import click

from balkancluster.cli.data import write_line
from balkancluster.i18n.bulgarian import bulgarian_to_latin
from balkancluster.i18n.detection import detect
from balkancluster.i18n.folding import fold, tokens
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.negotiation import negotiate
from balkancluster.i18n.scripts import to_cyrillic, to_latin
from balkancluster.i18n.sorting import sort_key_in
from balkancluster.i18n.stems import share_stem, stems
from balkancluster.i18n.text import find_mixed_word


@click.group("text")
def text_group() -> None:
    """Write lines of text anew, or say something about them, by the rules of the platform.

    Each command reads lines from standard input, in UTF-8, and prints one line for each.
    """


def _read_lines() -> Iterator[tuple[int, str]]:
    """Read the lines with their numbers. Raises ClickException for what is not UTF-8."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            yield number, line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise click.ClickException(f"line {number} is not UTF-8") from error


def _say(answer: bool) -> str:
    return "true" if answer else "false"


def _of_two(ask: Callable[[str, str], bool]) -> Callable[[int, str], str]:
    def answer(number: int, line: str) -> str:
        one, tab, other = line.partition("\t")
        if not tab:
            raise click.ClickException(f"line {number} has one text: two are needed, with a tab between")
        return _say(ask(one, other))

    return answer


def _of_one(write: Callable[[str], str]) -> Callable[[int, str], str]:
    return lambda _number, line: write(line)


def _stems_of(line: str) -> str:
    return " ".join(sorted({stem for word in tokens(line) for stem in stems(word)}))


COMMANDS: dict[str, tuple[str, Callable[[int, str], str]]] = {
    "to-latin": ("Write Serbian in Latin.", _of_one(to_latin)),
    "to-cyrillic": ("Write Serbian in Cyrillic.", _of_one(to_cyrillic)),
    "bulgarian-to-latin": ("Write Bulgarian in Latin, by the act of 2009.", _of_one(bulgarian_to_latin)),
    "fold": ("Write the form in which texts are searched.", _of_one(fold)),
    "stems": ("Write the stems of the words, in the order of the alphabet.", _of_one(_stems_of)),
    "detect": ("Say the language and script: sr-Cyrl, sr-Latn, bg, en or und.", _of_one(detect)),
    "negotiate": ("Say which locale an Accept-Language header gets.", _of_one(negotiate)),
    "mixed": (
        "Say whether a word mixes Latin and Cyrillic letters.",
        _of_one(lambda line: _say(bool(find_mixed_word(line)))),
    ),
    "equal": (
        "Say whether two texts, with a tab between, are searched as the same.",
        _of_two(lambda one, other: fold(one) == fold(other)),
    ),
    "same": ("Say whether two texts, with a tab between, have a stem in common.", _of_two(share_stem)),
}


def _command(name: str, words: str, answer: Callable[[int, str], str]) -> click.Command:
    def run() -> None:
        for number, line in _read_lines():
            write_line(answer(number, line))

    return click.Command(name, callback=run, help=words)


@text_group.command("sort")
@click.argument("locale", type=click.Choice(TAGS))
def sort_command(locale: str) -> None:
    """Print all lines in the order of LOCALE's alphabet."""
    lines = [line for _number, line in _read_lines()]
    for line in sorted(lines, key=lambda line: (sort_key_in(locale, line), line)):
        write_line(line)


for _name, (_words, _answer) in COMMANDS.items():
    text_group.add_command(_command(_name, _words, _answer))
