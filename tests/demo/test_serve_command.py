"""Serving people for real: what is unsafe is refused in one sentence, and a coordinator gets in."""

import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner, Result

from balkancluster.cli.main import main
from tests.services.ports import free_port
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


def refusal(data: Path, *options: str, **environment: str) -> str:
    """Return the sentence with which `serve` refuses."""
    done = CliRunner().invoke(main, ["serve", "--data", str(data), *options], env=SAFE | environment)
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


def test_several_workers_on_sqlite_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "--workers", "2") == (
        "Error: Several workers need PostgreSQL: set BALKANCLUSTER_DATABASE_URL to postgresql+asyncpg://… "
        "and BALKANCLUSTER_BUS_URL to postgresql: or redis://…, or serve with --workers 1."
    )


def test_several_workers_without_a_bus_are_refused() -> None:
    environment = SAFE | {"BALKANCLUSTER_DATABASE_URL": "postgresql+asyncpg://127.0.0.1:1/nobody"}
    done = CliRunner().invoke(main, ["serve", "--workers", "2"], env=environment)
    assert done.stderr == (
        "Error: Several workers need a bus: set BALKANCLUSTER_BUS_URL to postgresql: or redis://…, "
        "or serve with --workers 1.\n"
    )


async def test_the_manager_of_services_is_told_when_people_are_served(
    database_url: str, start_program: StartProgram, tmp_path: Path
) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(30)
        database = {"BALKANCLUSTER_DATABASE_URL": database_url, "NOTIFY_SOCKET": str(address)}
        program = await start_program("serve", environment=SAFE | database)
        assert await asyncio.to_thread(manager.recv, 100) == b"READY=1"
    assert f"Serving on 127.0.0.1 port {program.port}." in program.output()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGHUP")
async def test_a_single_process_ends_in_good_order_on_hangup(
    database_url: str, start_program: StartProgram
) -> None:
    program = await start_program("serve", environment=SAFE | {"BALKANCLUSTER_DATABASE_URL": database_url})
    os.kill(program.pid, signal.SIGHUP)
    async with asyncio.timeout(15):
        assert await program.ended() == -signal.SIGTERM


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


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "mysql://ana:vuna@localhost/network",
            "must begin with postgresql.asyncpg:// or sqlite.aiosqlite://",
        ),
        ("postgresql://ana:vuna@[::1/network", "cannot be read"),
        ("postgresql+asyncpg://ana:vuna@127.0.0.1:{port}/network", "cannot be used: .+"),
        ("sqlite+aiosqlite:////nowhere/at/all.sqlite3", "cannot be used: unable to open database file"),
    ],
)
def test_a_database_that_cannot_be_used_is_named_in_one_sentence(url: str, said: str) -> None:
    done = invoke("serve", BALKANCLUSTER_DATABASE_URL=url.format(port=free_port()))
    ensure_one_sentence(done, f"(The database of )?BALKANCLUSTER_DATABASE_URL {said}")


BUSES = [
    ("amqp://localhost", "BALKANCLUSTER_BUS_URL must be memory:, .+"),
    ("postgresql:", "BALKANCLUSTER_BUS_URL can be postgresql: only where the database is PostgreSQL"),
    ("redis://ana:vuna@127.0.0.1:{port}", "The bus of BALKANCLUSTER_BUS_URL cannot be reached: .+"),
    ("redis://ana:vuna/nit@localhost", "BALKANCLUSTER_BUS_URL cannot be read"),
]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("url", "said"), BUSES)
async def test_nobody_is_served_on_a_bus_that_cannot_be_used(database_url: str, url: str, said: str) -> None:
    settings = {
        "BALKANCLUSTER_DATABASE_URL": database_url,
        "BALKANCLUSTER_BUS_URL": url.format(port=free_port()),
    }
    ensure_one_sentence(await asyncio.to_thread(invoke, "serve", **settings), said)


@pytest.mark.parametrize(("url", "said"), BUSES)
def test_nor_is_a_demo(tmp_path: Path, url: str, said: str) -> None:
    done = invoke("demo", "--data", str(tmp_path), BALKANCLUSTER_BUS_URL=url.format(port=free_port()))
    ensure_one_sentence(done, said)


def invoke(*arguments: str, **environment: str) -> Result:
    """Run a command within this process."""
    return CliRunner().invoke(main, arguments, env=SAFE | environment)


def ensure_one_sentence(done: Result, said: str) -> None:
    """The command has ended with one sentence, in which no password stands."""
    (line,) = done.stderr.splitlines()
    assert done.exit_code == 1
    assert re.fullmatch(rf"Error: {said}\.", line), line
    assert "vuna" not in line
