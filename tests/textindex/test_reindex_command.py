"""`reindex`, as an operator meets it."""

import asyncio

import pytest
from click.testing import CliRunner, Result

from balkancluster.cli.main import main
from balkancluster.database import Database
from balkancluster.textindex.indexes import PEOPLE
from balkancluster.textindex.searching import find_newest
from balkancluster.textindex.terms import terms_of
from balkancluster.textindex.writing import remove_texts


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


async def find(url: str, words: str, *, forgetting: bool = False) -> int:
    database = Database(url)
    async with database.write() as session:
        found = await find_newest(session, PEOPLE, terms_of(words))
        if forgetting:
            await remove_texts(session, PEOPLE, found)
    await database.close()
    return len(found)


def test_what_is_missing_is_indexed_and_with_all_everything(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALKANCLUSTER_DATABASE_URL", database_url)
    monkeypatch.setenv("BALKANCLUSTER_BASE_URL", "https://house.example")
    who = ("--email", "vesna@demo.example", "--name", "Весна Илић", "--password-stdin")
    made = CliRunner().invoke(main, ("create-coordinator", *who), input="sedam vunenih niti\n")
    assert made.exit_code == 0, made.output
    first, again = run("reindex"), run("reindex")
    assert first.stdout == "Indexed 1 texts: everything can be found.\n"
    assert again.stdout == "Indexed 0 texts: everything can be found.\n"
    assert asyncio.run(find(database_url, "ilic", forgetting=True)) == 1
    assert asyncio.run(find(database_url, "ilic")) == 0
    assert run("reindex", "--all").stdout == "Indexed 1 texts: everything can be found.\n"
    assert asyncio.run(find(database_url, "ilic")) == 1
