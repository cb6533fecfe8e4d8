"""`balkancluster text`: one line in, one line out."""

import pytest
from click.testing import CliRunner, Result

from balkancluster.cli.main import main
from tests.i18n.cases import CASES


def text(command: str, lines: str | bytes, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["text", command, *arguments], input=lines)


OF_KINDS = {
    "sr_cyr_to_lat": "to-latin",
    "sr_lat_to_cyr": "to-cyrillic",
    "bg_to_lat": "bulgarian-to-latin",
    "fold": "fold",
    "detect": "detect",
    "negotiate": "negotiate",
    "mixed_script_word": "mixed",
    "fold_equal": "equal",
    "search_equal": "same",
}


def as_line(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "\t".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(("kind", "command"), OF_KINDS.items())
def test_each_command_answers_every_case_with_one_line(kind: str, command: str) -> None:
    cases = [case for case in CASES if case["kind"] == kind]
    assert cases
    answer = text(command, "".join(f"{as_line(case['input'])}\n" for case in cases))
    assert answer.exit_code == 0, answer.output
    assert answer.output.split("\n")[:-1] == [as_line(case["expected"]) for case in cases]


def test_stems_are_separated_by_spaces() -> None:
    assert text("stems", "градовете\n\nsastanci Niš\n").output.split("\n")[1:] == ["", "nis sastank", ""]


@pytest.mark.parametrize("locale", ["sr_Latn", "sr_Cyrl", "bg"])
def test_lines_are_sorted_by_the_alphabet_of_a_locale(locale: str) -> None:
    (case,) = [case for case in CASES if case["kind"] == f"sort_{locale}"]
    answer = text("sort", "\n".join(case["input"]), locale.replace("_", "-"))
    assert answer.output.split() == case["expected"]


def test_a_line_without_a_tab_and_one_that_is_not_utf_8_are_named() -> None:
    answer = text("equal", "Niš\tНиш\nNiš\n")
    assert answer.exit_code == 1
    assert "line 2 has one text" in answer.output
    answer = text("fold", "Niš\n".encode("cp1250"))
    assert answer.exit_code == 1
    assert "line 1 is not UTF-8" in answer.output


def test_an_unknown_alphabet_is_refused_with_those_there_are() -> None:
    answer = text("sort", "", "mk")
    assert answer.exit_code == 2
    assert "sr-Cyrl" in answer.output
