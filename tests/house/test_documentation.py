"""The documents and the program agree: what one names the other has."""

import re
from collections.abc import Iterator

import click
import pytest

from balkancluster import settings
from balkancluster.app import operations
from balkancluster.cli.main import main
from balkancluster.web.operations import BASE, Operation
from tests.services.house import DOCS, PACKAGE, ROOT

DOCUMENTS = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)

COMMAND_IN_CODE = re.compile(r"(?:^|[`\s/])balkancluster((?: [a-z][a-z-]*)+)", re.M)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def find_commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below a group with the words that call it."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from find_commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(find_commands(main, "balkancluster"))


def read_code() -> str:
    """Return what the documents set as code, in blocks or between backticks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", TEXT, re.S))


def find_settings() -> list[str]:
    source = (PACKAGE / "settings.py").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"values\.get\(\"(\w+)\"", source)))


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_is_documented_with_its_options(words: str) -> None:
    assert words in TEXT
    options = [p for p in COMMANDS[words].params if isinstance(p, click.Option)]
    names = {name for option in options for name in option.opts if name.startswith("--")}
    assert {name for name in names if name not in TEXT} == set()


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_explains_itself(words: str) -> None:
    command = COMMANDS[words]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_no_document_names_a_command_that_does_not_exist() -> None:
    named = {f"balkancluster{words}" for words in COMMAND_IN_CODE.findall(read_code())}
    known = {*COMMANDS, *(words.rsplit(" ", 1)[0] for words in COMMANDS)}
    unknown = {
        words for words in named if not any(f"{words} ".startswith(f"{command} ") for command in known)
    }
    assert named
    assert unknown == set()


def test_every_setting_is_documented() -> None:
    assert find_settings()
    assert [name for name in find_settings() if f"{settings.PREFIX}{name.upper()}" not in TEXT] == []


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    named = set(re.findall(rf"{settings.PREFIX}([A-Z_]+)", TEXT))
    assert {name for name in named if name.lower() not in find_settings()} <= {"TEST_REQUIRE_ALL"}


@pytest.mark.parametrize(
    "operation", operations, ids=lambda operation: f"{operation.method} {operation.path}"
)
def test_the_api_is_documented(operation: Operation) -> None:
    written = re.findall(r"`([A-Z]+) (/[^`?]*)", (DOCS / "api.md").read_text(encoding="utf-8"))
    assert (operation.method, BASE + operation.path) in written


def test_no_document_names_an_operation_that_does_not_exist() -> None:
    written = set(re.findall(rf"`([A-Z]+) {BASE}(/[^`?]*)", (DOCS / "api.md").read_text(encoding="utf-8")))
    assert written == {(operation.method, operation.path) for operation in operations}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: object) -> None:
    path = ROOT / str(document)
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []
