"""Two nodes on one PostgreSQL and one Redis, as on two machines, and Ana and Elena with passwords."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
from sqlalchemy import select, update
from websockets.asyncio.client import connect

from balkancluster.database import Database
from balkancluster.members.models import Person, SignIn
from balkancluster.members.passwords import hash_password
from tests.operate.proxies import NAME, URL, Proxy
from tests.people import Network, found_network
from tests.realtime.sockets import Socket
from tests.services.program import Program

PASSWORD = "sedam vunenih niti"
SECRET = "three dozen characters of no meaning"


class Installation:
    """Two nodes, their database, and a room of Ana and Elena."""

    def __init__(self, network: Network, room: int, nodes: list[Program]) -> None:
        self.network, self.room, self.nodes = network, str(room), nodes

    @property
    def ports(self) -> list[int]:
        """Where the nodes listen."""
        return [node.port for node in self.nodes]

    async def kill(self, number: int) -> None:
        """End a node as a power cut would."""
        await self.nodes[number].kill()

    async def heal(self) -> None:
        """Let every node live again."""
        await asyncio.gather(*(node.start() for node in self.nodes if not node.is_running))

    async def address_of(self, person: int) -> str | None:
        """Return from where somebody signed in last, as far as the nodes can tell."""
        newest = select(SignIn.address).where(SignIn.person_id == person).order_by(SignIn.id.desc())
        async with self.network.database.read() as session:
            return await session.scalar(newest.limit(1))


@asynccontextmanager
async def running_installation(folder: Path, database_url: str, bus_url: str) -> AsyncIterator[Installation]:
    """Run two nodes and found a network on them."""
    network = await found_network(database_url)
    room = await network.open_room(network.ana, network.elena)
    await give_passwords(network.database)
    environment = {
        "BALKANCLUSTER_DATABASE_URL": database_url,
        "BALKANCLUSTER_BUS_URL": bus_url,
        "BALKANCLUSTER_BASE_URL": URL,
        "BALKANCLUSTER_SECRET": SECRET,
        "BALKANCLUSTER_TRUSTED_PROXIES": "127.0.0.1",
    }
    nodes = [Program(folder, "serve", environment=environment) for _ in range(2)]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        yield Installation(network, room, nodes)
    finally:
        await asyncio.gather(*(node.stop() for node in nodes))
        await network.close()


async def give_passwords(database: Database) -> None:
    """Let everybody in with one password, and past the tour."""
    stored = await hash_password(PASSWORD)
    async with database.write() as session:
        await session.execute(update(Person).values(password_hash=stored))


async def sign_in(client: httpx2.AsyncClient, email: str) -> None:
    """Sign in as from the page; the cookie is for https and stays with this client."""
    answer = await client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == httpx2.codes.SEE_OTHER, answer.text
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert cookie.startswith("__Host-session=")
    client.headers["Cookie"] = cookie


@asynccontextmanager
async def signed_in(proxy: Proxy, name: str, address: str = "127.0.0.1") -> AsyncIterator[httpx2.AsyncClient]:
    """Give a browser of ana or elena that comes through the proxy."""
    async with proxy.client(address) as client:
        await sign_in(client, f"{name}@klaster.example")
        yield client


@asynccontextmanager
async def live(proxy: Proxy, client: httpx2.AsyncClient) -> AsyncIterator[Socket]:
    """Open the live socket of a signed-in browser through the proxy."""
    connection = connect(
        f"wss://{NAME}/live",
        host="127.0.0.1",
        port=proxy.port,
        ssl=proxy.certificate.trust(),
        server_hostname=NAME,
        additional_headers={"Cookie": client.headers["Cookie"], "Origin": URL},
        ping_interval=None,
        proxy=None,
    )
    async with connection as opened:
        socket = Socket(opened)
        await socket.greet()
        yield socket
