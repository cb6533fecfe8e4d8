"""A line that died without a word, as when a laptop is shut in a train: nobody says goodbye.

The peer sits in a network of its own, whose cable is pulled; where that is not allowed, behind a proxy that
from then on swallows everything.
"""

import asyncio
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from balkancluster.realtime import server
from balkancluster.realtime.presence import LEASE, LINGER
from tests.people import Network
from tests.realtime import house as houses
from tests.realtime.house import Reader, open_house
from tests.realtime.test_socket_slow import note_departure
from tests.services.proxy import Proxy

SECONDS = 60
PEER = """
import json, sys
from websockets.sync.client import connect
url, cookie, room, epoch, head = sys.argv[1:]
headers = {"Cookie": cookie, "Origin": url.replace("ws", "http", 1).removesuffix("/live")}
with connect(url, additional_headers=headers, ping_interval=None, compression=None) as line:
    line.send(json.dumps({"t": "hello", "v": 1}))
    line.send(json.dumps({"t": "sub", "room": room, "epoch": epoch, "after": int(head)}))
    line.send(json.dumps({"t": "here"}))
    while '"welcome"' not in line.recv():
        pass
    print("here", flush=True)
    for _frame in line:
        pass
"""

NET = f"10.207.{os.getpid() % 200 + 20}"
"""Other runs of the tests may lay cables of their own."""

_numbers = itertools.count(1)


@dataclass
class Distance:
    """What lies between a peer and the server: where it is seen, how to start the peer, and how to cut."""

    host: str
    port: int
    command: tuple[str, ...]
    cut: Callable[[], None]


def may_use_namespaces() -> bool:
    """Whether this machine lets us lay a cable."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare", "nsenter"))):
        return False
    return subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0


def run(*command: str) -> None:
    """Run a command of the system."""
    subprocess.run(command, check=True, capture_output=True)


@asynccontextmanager
async def cable(port: int) -> AsyncIterator[Distance]:
    """Lay a cable to a network of its own."""
    name = f"bc{os.getpid() % 10_000}n{next(_numbers)}"
    near, far = f"{name}a", f"{name}b"
    holder = await asyncio.create_subprocess_exec(
        *("unshare", "-n", "sh", "-c", "echo here; exec sleep 600"), stdout=asyncio.subprocess.PIPE
    )
    inside = ("nsenter", "-t", str(holder.pid), "-n")
    try:
        assert holder.stdout
        await holder.stdout.readline()
        run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
        run("ip", "link", "set", far, "netns", str(holder.pid))
        run("ip", "addr", "add", f"{NET}.1/24", "dev", near)
        run("ip", "link", "set", near, "up")
        run(*inside, "ip", "addr", "add", f"{NET}.2/24", "dev", far)
        run(*inside, "ip", "link", "set", far, "up")
        yield Distance(f"{NET}.1", port, inside, lambda: run(*inside, "ip", "link", "set", far, "down"))
    finally:
        run("ip", "link", "del", near)
        holder.kill()
        await holder.wait()


@asynccontextmanager
async def swallowing(port: int) -> AsyncIterator[Distance]:
    """Put a proxy between."""
    async with Proxy(port) as proxy:
        yield Distance("127.0.0.1", proxy.port, (), proxy.swallow)


@asynccontextmanager
async def far_away(port: int) -> AsyncIterator[Distance]:
    """Put as real a distance between as this machine allows."""
    async with cable(port) if may_use_namespaces() else swallowing(port) as distance:
        yield distance


async def sit_down(distance: Distance, who: Reader, room: dict[str, object]) -> asyncio.subprocess.Process:
    """Start the peer, and return once it follows the room and is here."""
    url = f"ws://{distance.host}:{distance.port}/live"
    words = (url, who.headers["Cookie"], str(room["id"]), str(room["epoch"]), str(room["head"]))
    peer = await asyncio.create_subprocess_exec(
        *distance.command, sys.executable, "-c", PEER, *words, stdout=asyncio.subprocess.PIPE
    )
    assert peer.stdout
    async with asyncio.timeout(SECONDS):
        assert await peer.stdout.readline() == b"here\n"
    return peer


async def lose_a_peer(network: Network, monkeypatch: pytest.MonkeyPatch, database_url: str) -> float:
    """Let Dragan's line die while Elena looks on; return after how many seconds he was gone."""
    room_id = await network.open_room(network.ana, network.elena, network.dragan)
    choices = {"host": "0.0.0.0", "allowed_hosts": ("127.0.0.1", f"{NET}.1"), "presence_seconds": 0.2}
    async with open_house(network.database, database_url, **choices) as house:
        gone = note_departure(house, network.dragan.id, monkeypatch)
        elena, dragan = await house.browser(network.elena), await house.browser(network.dragan)
        port = int(house.url.rsplit(":", 1)[1])
        async with far_away(port) as distance, elena.open_socket() as looking_on:
            await elena.listen(looking_on, room_id)
            peer = await sit_down(distance, dragan, await elena.room(room_id))
            while (await looking_on.hear("presence"))["count"] != 1:
                pass
            began = asyncio.get_running_loop().time()
            distance.cut()
            async with asyncio.timeout(SECONDS):
                await gone.wait()
                while (await looking_on.hear("presence"))["count"]:
                    pass
            took = asyncio.get_running_loop().time() - began
            peer.kill()
            await peer.wait()
    return took


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server lose patience soon."""

    def impatient(*arguments: object) -> object:
        config = server.server_config(*arguments)  # type: ignore[arg-type]
        config.ws_ping_interval, config.ws_ping_timeout = 0.5, 0.5
        return config

    monkeypatch.setattr(houses, "server_config", impatient)


@pytest.mark.usefixtures("quick")
async def test_who_is_gone_without_a_word_is_seen_to_be_gone(
    network: Network, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await lose_a_peer(network, monkeypatch, database_url) < LINGER + 15


@pytest.mark.slow
async def test_with_the_patience_of_the_product_they_are_gone_within_a_minute(
    network: Network, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LEASE <= SECONDS
    assert await lose_a_peer(network, monkeypatch, database_url) < SECONDS
