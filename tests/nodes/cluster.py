"""Several nodes of one installation, as real processes on one PostgreSQL and one bus, and who visits them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from balkancluster.access import Actor
from balkancluster.members.sessions import begin_session
from tests.people import Network, found_network
from tests.realtime.sockets import Frame, Socket, message, open_socket
from tests.services.program import Program

NAME = "rooms.example.org"
URL = f"https://{NAME}"
SECRET = "three dozen characters of no meaning"
PATIENCE = 30


@dataclass(frozen=True)
class Cluster:
    """The nodes, and the network on them with one room of everybody, which Ana runs."""

    network: Network
    room: str
    nodes: Sequence[Program]

    async def cookie(self, person: Actor) -> str:
        """Sign somebody in, by the way of an operator, and return what their browser sends."""
        async with self.network.database.write() as session:
            return f"__Host-session={await begin_session(session, person.id, '', '')}"

    @asynccontextmanager
    async def visitor(self, person: Actor) -> AsyncIterator["Visitor"]:
        """Give somebody a browser with which they come by any node."""
        visitor = Visitor(self, await self.cookie(person))
        yield visitor
        await visitor.client.aclose()

    async def heal(self) -> None:
        """Let every node live again."""
        await asyncio.gather(*(node.start() for node in self.nodes if not node.is_running))


class Visitor:
    """One signed-in browser, which chooses at which node it asks."""

    def __init__(self, cluster: Cluster, cookie: str) -> None:
        self._cluster = cluster
        self._headers = {"Host": NAME, "Origin": URL, "Cookie": cookie}
        self.client = httpx2.AsyncClient(headers=self._headers, timeout=PATIENCE, verify=False)

    async def ask(self, node: int, method: str, address: str, **options: object) -> httpx2.Response:
        """Send a request to a node."""
        url = self._cluster.nodes[node % len(self._cluster.nodes)].url
        return await self.client.request(method, url + address, **options)  # type: ignore[arg-type]

    async def send_form(self, node: int, address: str, **fields: str) -> None:
        """Send a form and expect to be led on."""
        answer = await self.ask(node, "POST", address, data=fields)
        assert answer.status_code == httpx2.codes.SEE_OTHER, answer.text

    async def post(self, node: int, body: str) -> Frame:
        """Say something in the room."""
        answer = await self.ask(
            node, "POST", f"/api/v1/rooms/{self._cluster.room}/messages", json=message(body)
        )
        assert answer.status_code == httpx2.codes.CREATED, answer.text
        posted: Frame = answer.json()
        return posted

    @asynccontextmanager
    async def listening(self, node: int) -> AsyncIterator[Socket]:
        """Open a socket at a node that follows the room from its head on."""
        (room,) = (await self.ask(node, "GET", "/api/v1/rooms")).json()["items"]
        headers = {name: value for name, value in self._headers.items() if name != "Host"}
        async with open_socket(self._cluster.nodes[node].url, headers) as socket:
            await socket.greet()
            await socket.follow(room)
            yield socket


def environment(database_url: str, bus_url: str) -> dict[str, str]:
    """Return the settings that all nodes share."""
    return {
        "BALKANCLUSTER_DATABASE_URL": database_url,
        "BALKANCLUSTER_BUS_URL": bus_url,
        "BALKANCLUSTER_BASE_URL": URL,
        "BALKANCLUSTER_ALLOWED_HOSTS": f"{NAME},127.0.0.1",
        "BALKANCLUSTER_SECRET": SECRET,
        "BALKANCLUSTER_TRUSTED_PROXIES": "127.0.0.1",
    }


@asynccontextmanager
async def running_cluster(
    folder: Path,
    database_url: str,
    bus_url: str,
    count: int,
    *arguments: str,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[Cluster]:
    """Found a network and run so many nodes on it, with these arguments of `serve` and `more` settings."""
    network = await found_network(database_url)
    everybody = (network.elena, network.boris, network.dragan)
    room = await network.open_room(network.ana, *everybody)
    settings = environment(database_url, bus_url) | dict(more or {})
    nodes = [Program(folder, "serve", *arguments, environment=settings) for _ in range(count)]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        yield Cluster(network, str(room), nodes)
    finally:
        await asyncio.gather(*(node.stop() for node in nodes))
        await network.close()
