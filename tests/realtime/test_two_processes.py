"""Two real processes on PostgreSQL and Redis: who is signed out at one is silent at the other, in time."""

import asyncio
import time

import httpx2
import pytest

from balkancluster.members.sessions import begin_session
from balkancluster.realtime.hub import SESSION_ENDED
from tests.people import Network
from tests.realtime.house import Reader
from tests.services.program import Program, StartProgram
from tests.services.redis import Redis

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)

SITE = "https://klaster.example"
WITH_THE_BUS = 1.0
WITHOUT = 3.0


async def browser_at(node: Program, network: Network) -> Reader:
    """Let Elena in at a browser that talks to this node."""
    async with network.database.write() as session:
        token = await begin_session(session, network.elena.id, "", "")
    return Reader(node.url, {"Cookie": f"__Host-session={token}", "Origin": SITE})


@pytest.mark.parametrize(("is_lost", "seconds"), [(False, WITH_THE_BUS), (True, WITHOUT)])
async def test_an_ended_session_is_silent_everywhere(
    network: Network,
    database_url: str,
    redis: Redis,
    start_program: StartProgram,
    is_lost: bool,
    seconds: float,
) -> None:
    environment = {
        "BALKANCLUSTER_SECRET": "three dozen characters of no meaning",
        "BALKANCLUSTER_BASE_URL": SITE,
        "BALKANCLUSTER_ALLOWED_HOSTS": "127.0.0.1",
        "BALKANCLUSTER_DATABASE_URL": database_url,
        "BALKANCLUSTER_BUS_URL": redis.url,
    }
    room = await network.open_room(network.ana, network.elena)
    nis, sofia = [await start_program("serve", environment=environment) for _ in range(2)]
    desk, phone = await browser_at(nis, network), await browser_at(sofia, network)
    async with phone.open_socket() as socket:
        await phone.listen(socket, room)
        if is_lost:
            redis.kill()
            while "degraded: bus" not in (await desk.client.get("/health/ready")).text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        began = time.monotonic()
        ended = await desk.client.post("/settings/sessions/end-others")
        assert ended.status_code == httpx2.codes.SEE_OTHER
        assert await socket.hear_the_end() == SESSION_ENDED
        while (await phone.client.get("/api/v1/rooms")).status_code != httpx2.codes.UNAUTHORIZED:
            assert is_lost
            await asyncio.sleep(0.02)
        assert time.monotonic() - began < seconds
    for reader in (desk, phone):
        await reader.client.aclose()
