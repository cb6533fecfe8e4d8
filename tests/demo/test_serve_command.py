"""Serving people for real: what is unsafe is refused in one sentence, and a coordinator gets in."""

import asyncio
import sys
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from balkancluster.cli.main import main
from tests.services.program import StartProgram

SAFE = {
    "BALKANCLUSTER_SECRET": "three dozen characters of no meaning",
    "BALKANCLUSTER_BASE_URL": "https://klaster.example",
}
PASSWORD = "sedam vunenih niti"
AT_THE_PROXY = {
    "Host": "klaster.example",
    "Origin": "https://klaster.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "198.51.100.7",
}


def refusal(data: Path, **environment: str) -> str:
    """Return the sentence with which `serve` refuses."""
    done = CliRunner().invoke(main, ["serve", "--data", str(data)], env=SAFE | environment)
    assert done.exit_code == 1, done.output
    (line,) = done.stderr.splitlines()
    return line


def test_the_database_of_a_demo_is_not_served(demo_data: Path) -> None:
    assert refusal(demo_data) == "Error: This is the database of a demo, whose people have no passwords."


@pytest.mark.parametrize("secret", ["", "short", "a" * 40])
def test_a_secret_that_anybody_can_guess_is_refused(demo_data: Path, secret: str) -> None:
    sentence = "Error: Set BALKANCLUSTER_SECRET to at least 32 random characters."
    assert refusal(demo_data, BALKANCLUSTER_SECRET=secret) == sentence


@pytest.mark.parametrize("address", ["http://klaster.example", "klaster.example", ""])
def test_an_address_without_https_is_refused(demo_data: Path, address: str) -> None:
    sentence = "Error: Set BALKANCLUSTER_BASE_URL to the public https address of this server."
    assert refusal(demo_data, BALKANCLUSTER_BASE_URL=address) == sentence


def test_a_database_without_tables_is_refused(tmp_path: Path) -> None:
    sentence = "Error: The database is not up to date: run `balkancluster migrate` first."
    assert refusal(tmp_path) == sentence


async def test_the_first_coordinator_signs_in_through_the_proxy(
    database_url: str, start_program: StartProgram
) -> None:
    environment = SAFE | {"BALKANCLUSTER_DATABASE_URL": database_url}
    program = await start_program("serve", environment=environment)
    who = ("--email", "vesna@klaster.example", "--name", "Весна Илић")
    assert await program_ends(("create-coordinator", *who, "--password-stdin"), environment, PASSWORD) == 0
    async with httpx2.AsyncClient(base_url=program.url, headers=AT_THE_PROXY) as proxy:
        form = {"email": "vesna@klaster.example", "password": PASSWORD}
        let_in = await proxy.post("/sign-in", data=form)
        assert let_in.status_code == httpx2.codes.SEE_OTHER, let_in.text
        cookie = let_in.headers["set-cookie"].partition(";")[0]
        assert cookie.startswith("__Host-session=")
        page = await proxy.get("/coordination", headers={"Cookie": cookie, "Accept": "text/html"})
    assert page.status_code == httpx2.codes.OK


async def program_ends(arguments: tuple[str, ...], environment: dict[str, str], typed: str) -> int:
    """Run a command on the same database while it is served, and return its exit status."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "balkancluster", *arguments, stdin=asyncio.subprocess.PIPE, env=environment
    )
    await process.communicate(f"{typed}\n".encode())
    return process.returncode or 0
