"""`create-coordinator` and `token`, as an operator meets them."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from balkancluster.cli.main import main

Run = Callable[..., Result]
COORDINATOR = ("create-coordinator", "--email", "vesna@demo.example", "--name", "Весна Илић")


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a migrated database that the environment names."""
    monkeypatch.setenv("BALKANCLUSTER_DATABASE_URL", database_url)
    monkeypatch.setenv("BALKANCLUSTER_BASE_URL", "https://house.example")
    return lambda *arguments, **options: CliRunner().invoke(main, arguments, **options)


def test_the_first_coordinator_gets_a_link_to_set_a_password(run: Run) -> None:
    done = run(*COORDINATOR, "--locale", "sr-Cyrl")
    assert done.exit_code == 0, done.output
    assert re.fullmatch(r"https://house\.example/password/reset/[\w-]{43}", done.stdout.splitlines()[-1])
    again = run(*COORDINATOR)
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: Somebody with this address has an account already.\n",
    )


def test_a_password_comes_by_standard_input_and_is_not_printed(run: Run) -> None:
    done = run(*COORDINATOR, "--password-stdin", input="sedam vunenih niti\n")
    assert done.exit_code == 0, done.output
    assert "password" not in done.stdout
    assert "vunenih" not in done.stdout


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("--email", "vesna"), "This is not an e-mail address."),
        (("--name", "\u202e"), "characters that nobody can see"),
    ],
)
def test_a_coordinator_who_cannot_be_is_refused_in_one_sentence(
    run: Run, changed: tuple[str, ...], words: str
) -> None:
    done = run(*COORDINATOR, *changed)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_a_token_stands_alone_on_the_last_line_and_ends_by_its_number(run: Run) -> None:
    run(*COORDINATOR, "--password-stdin", input="sedam vunenih niti\n")
    who = ("--person", "vesna@demo.example")
    made = run("token", "create", *who, "--scopes", "rooms:read,rooms:write,partners:read", "--days", "7")
    assert re.fullmatch(r"bct_[\w-]{43}", made.stdout.splitlines()[-1])
    assert run("token", "list", *who).stdout.startswith("1 rooms:read rooms:write partners:read until ")
    assert run("token", "revoke", "1").exit_code == 0
    assert run("token", "list", *who).stdout == ""
    assert run("token", "revoke", "1").exit_code == 1


@pytest.mark.parametrize(
    ("person", "scopes", "words"),
    [
        ("nobody@demo.example", "rooms:read", "Nobody has the address nobody@demo.example."),
        ("vesna@demo.example", "rooms:wipe", "There is no scope rooms:wipe."),
        ("vesna@demo.example", ",", "Name at least one scope."),
    ],
)
def test_a_token_that_cannot_be_made_is_refused_in_one_sentence(
    run: Run, person: str, scopes: str, words: str
) -> None:
    run(*COORDINATOR, "--password-stdin", input="sedam vunenih niti\n")
    done = run("token", "create", "--person", person, "--scopes", scopes)
    assert (done.exit_code, done.stderr) == (1, f"Error: {words}\n")
