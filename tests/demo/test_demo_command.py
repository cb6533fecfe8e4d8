"""The demo as a command: one folder, one port, this machine only."""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx2
import pytest
from click import ClickException
from click.testing import CliRunner

from balkancluster.cli.demo import FIRST_PORT
from balkancluster.cli.main import main
from balkancluster.cli.serve import LOOPBACK, bind
from balkancluster.database import new_id
from tests.services.demo import StartDemo, busiest_room, signed_in_to_demo
from tests.services.ports import free_port

ALSO_THIS_MACHINE = "127.0.0.2"
"""Answers on Linux for who listens everywhere, and not for who listens on 127.0.0.1 only."""


@contextmanager
def occupied(port: int) -> Iterator[None]:
    """Listen on a port, unless another program of this machine does so already."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind((LOOPBACK, port))
            other.listen()
        except OSError:
            pass
        yield


@asynccontextmanager
async def started_without_port(data: Path) -> AsyncIterator[str]:
    """Start the demo as the README says, and give the address that it prints."""
    command = (sys.executable, "-m", "balkancluster", "demo", "--data", str(data), "--quiet")
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=data)
    assert process.stdout
    async with asyncio.timeout(60):
        yield (await process.stdout.readline()).decode().strip()
    process.terminate()
    await process.communicate()


async def test_a_second_start_keeps_what_was_said(start_demo: StartDemo) -> None:
    program = await start_demo()
    async with signed_in_to_demo(program.url, "ana") as ana:
        room = await busiest_room(ana)
        address = f"/api/v1/rooms/{room['id']}/messages"
        await ana.post(address, json={"client_id": new_id(), "body": "Ostaje li ovo?"})
    await program.stop()
    await program.start()
    async with signed_in_to_demo(program.url, "elena") as elena:
        after = await busiest_room(elena)
        newest = (await elena.get(f"{address}?limit=1")).json()["items"]
    assert (after["id"], after["head"]) == (room["id"], room["head"] + 1)
    assert [item["body"] for item in newest] == ["Ostaje li ovo?"]


async def test_the_next_free_port_is_taken_and_printed(demo_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(demo_data, tmp_path / "demo")
    with occupied(FIRST_PORT):
        async with started_without_port(data) as address, httpx2.AsyncClient() as client:
            assert int(address.rpartition(":")[2]) > FIRST_PORT
            assert (await client.get(f"{address}/health/ready")).status_code == httpx2.codes.OK


def test_a_port_that_was_asked_for_is_used_or_refused(tmp_path: Path) -> None:
    port = free_port()
    with occupied(port):
        refused = CliRunner().invoke(main, ["demo", "--data", str(tmp_path / "new"), "--port", str(port)])
    assert refused.exit_code == 1
    assert refused.stderr == f"Error: Cannot listen on 127.0.0.1 port {port}: Address already in use.\n"
    assert not (tmp_path / "new").exists()


def test_a_port_is_taken_while_the_demo_still_makes_its_rooms_ready() -> None:
    with bind(LOOPBACK, 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ClickException, match="Address already in use"):
            bind(LOOPBACK, port)


async def test_nobody_reaches_the_demo_from_elsewhere(start_demo: StartDemo) -> None:
    program = await start_demo()
    with pytest.raises(OSError):
        await asyncio.open_connection(ALSO_THIS_MACHINE, program.port)
