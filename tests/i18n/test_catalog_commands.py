"""`balkancluster i18n` in a checkout, in one that somebody has spoiled, and where there are no sources."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from balkancluster import resources
from balkancluster.cli.main import main
from balkancluster.i18n import extraction

PYPROJECT = '[tool.babel]\n[[tool.babel.mappings]]\nmethod = "python"\npattern = "balkancluster/**.py"\n'


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one program of two texts, and no translations yet."""
    package = tmp_path / "balkancluster"
    package.mkdir()
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (package / "greeting.py").write_text('_("Good day")\n_("Room")\n', encoding="utf-8")
    monkeypatch.setattr(resources, "PACKAGE", package)
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / name)
    return tmp_path


def run(command: str) -> Result:
    return CliRunner().invoke(main, ["i18n", command])


def translate(checkout: Path, catalog: str, words: dict[str, str]) -> None:
    path = checkout / "locales" / catalog / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    for english, said in words.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{said}"')
    path.write_text(text, encoding="utf-8")


def test_a_catalogue_is_made_translated_and_found_whole(checkout: Path) -> None:
    assert run("update").output == "sr-Cyrl: 2 to translate\nbg: 2 to translate\n"
    translate(checkout, "bg", {"Good day": "Добър ден", "Room": "Стая"})
    translate(checkout, "sr_Cyrl", {"Good day": "Добар дан", "Room": "Соба"})
    assert run("update").output == "sr-Cyrl: 0 to translate\nbg: 0 to translate\n"
    checked = run("check")
    assert (checked.exit_code, checked.output) == (0, "Every catalogue is whole.\n")


def test_each_finding_is_a_line_and_the_command_fails(checkout: Path) -> None:
    run("update")
    translate(checkout, "bg", {"Good day": "Добър ден.", "Room": "Стая"})
    translate(checkout, "sr_Cyrl", {"Good day": "Добар дан"})
    checked = run("check")
    assert checked.exit_code == 1
    assert [line.split(": ")[:3] for line in checked.output.splitlines()] == [
        ["sr-Cyrl", "“Room”", "missing"],
        ["bg", "“Good day”", "ending"],
    ]


def test_statistics_are_a_table_with_a_line_for_each_locale(checkout: Path) -> None:
    run("update")
    translate(checkout, "sr_Cyrl", {"Good day": "Добар дан"})
    lines = [line.split() for line in run("stats").output.splitlines()]
    assert lines[0] == ["locale", "translated", "missing", "words"]
    assert lines[1:] == [
        ["sr-Cyrl", "1", "1", "2"],
        ["sr-Latn", "1", "1", "2"],
        ["bg", "0", "2", "0"],
        ["en", "2", "0", "3"],
    ]


@pytest.mark.parametrize("command", ["check", "update", "stats"])
def test_where_there_are_no_sources_the_command_says_so(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "balkancluster")
    ended = run(command)
    assert ended.exit_code == 1
    assert ended.output.count("\n") == 1
    assert "run this in a checkout" in ended.output


def test_the_commands_read_the_checkout_that_runs_here() -> None:
    assert extraction.find_checkout() == Path(resources.PACKAGE).parent
