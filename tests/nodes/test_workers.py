"""`serve --workers`: the real program as several processes on one address."""

import asyncio
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
from aiosmtpd.controller import Controller

from balkancluster.database import database_now
from balkancluster.mail.models import Mail
from tests.conftest import PROGRAMS, migrate_url
from tests.mail.post_office import PostOffice
from tests.nodes.cluster import Cluster, Visitor, running_cluster
from tests.nodes.test_supervisor import gone, lives
from tests.realtime.sockets import message, numbers, open_socket
from tests.services.databases import PostgreSQLDatabases
from tests.services.ports import free_port
from tests.services.postgresql import PostgreSQL, find_postgresql

WORKERS = 2
LETTERS = 30
MORE_THAN_BUFFERS_HOLD = 24
LONG = "Преговори о роковима и цени пређе трају, јављамо се чим стигне узорак. " * 100


@pytest.fixture
async def served(
    request: pytest.FixtureRequest, cluster_databases: PostgreSQLDatabases, tmp_path: Path
) -> AsyncIterator[Cluster]:
    """One installation with two workers on one address."""
    url = await cluster_databases.create_migrated()
    async with running_cluster(tmp_path, url, "postgresql:", 1, "--workers", str(WORKERS)) as running:
        request.node.stash.setdefault(PROGRAMS, []).extend(running.nodes)
        # Health is answered by the first worker that can.
        await said(running, f"with {WORKERS} workers")
        yield running
    await cluster_databases.drop(url)


def workers_of(cluster: Cluster) -> set[int]:
    """Return the processes that the supervisor has started and that live."""
    started = re.findall(r'"worker (?:ready|renewed)".*"pid": (\d+)', cluster.nodes[0].output())
    return set(filter(lives, map(int, started)))


async def said(cluster: Cluster, words: str, times: int = 1) -> None:
    """Wait until the program has said something so often."""
    async with asyncio.timeout(60):
        while cluster.nodes[0].output().count(words) < times:  # noqa: ASYNC110 - a file tells of nothing
            await asyncio.sleep(0.05)


async def serve_again(visitor: Visitor, times: int) -> None:
    """Wait until everybody who comes anew, so many in turn, is answered: each worker finds out by itself."""
    served = 0
    async with asyncio.timeout(30):
        while served < times:
            answer = await visitor.ask(0, "GET", "/api/v1/rooms", headers={"Connection": "close"})
            assert answer.status_code in {httpx2.codes.OK, httpx2.codes.SERVICE_UNAVAILABLE}
            served = served + 1 if answer.status_code == httpx2.codes.OK else 0


async def read_room(visitor: Visitor, count: int) -> None:
    """Read the room again and again, each time as somebody who comes anew; nobody may be refused."""
    for _ in range(count):
        answer = await visitor.ask(0, "GET", "/api/v1/rooms", headers={"Connection": "close"})
        assert answer.status_code == httpx2.codes.OK


async def test_two_workers_serve_and_one_that_dies_is_replaced(served: Cluster) -> None:
    network = served.network
    async with AsyncExitStack() as stack:
        ana = await stack.enter_async_context(served.visitor(network.ana))
        sockets = [await stack.enter_async_context(ana.listening(0)) for _ in range(8)]
        first = (await ana.post(0, "Jesmo li svi tu?"))["seq"]
        for socket in sockets:
            assert numbers(await socket.hear_events(first)) == [first]
        (victim, survivor) = workers_of(served)
        os.kill(victim, signal.SIGKILL)
        # What was on its lines dies with it; who comes from now on is refused by nobody.
        await gone({victim})
        await read_room(ana, 20)
        await said(served, "worker ready", WORKERS + 1)
        assert survivor in workers_of(served)
        assert len(workers_of(served)) == WORKERS


@pytest.fixture
def mortal_postgresql() -> Iterator[PostgreSQL]:
    """A server that the test may stop: others hold connections to the one of the whole run."""
    programs = find_postgresql()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here")
    server = PostgreSQL(programs)
    server.start()
    yield server
    server.stop()


async def test_a_worker_that_starts_while_the_database_is_away_serves_when_it_is_back(
    request: pytest.FixtureRequest, mortal_postgresql: PostgreSQL, tmp_path: Path
) -> None:
    url = await PostgreSQLDatabases(mortal_postgresql, migrate_url).create_migrated()
    async with running_cluster(tmp_path, url, "postgresql:", 1, "--workers", str(WORKERS)) as served:
        request.node.stash.setdefault(PROGRAMS, []).extend(served.nodes)
        await said(served, f"with {WORKERS} workers")
        async with served.visitor(served.network.ana) as ana:
            mortal_postgresql.crash()
            os.kill(min(workers_of(served)), signal.SIGKILL)
            await said(served, "worker ready", WORKERS + 1)
            assert (await ana.ask(0, "GET", "/health/live")).status_code == httpx2.codes.OK
            assert (await ana.ask(0, "GET", "/health/ready")).status_code == httpx2.codes.SERVICE_UNAVAILABLE
            mortal_postgresql.ensure_running()
            await serve_again(ana, 20)
            await ana.post(0, "Opet smo tu")
        assert len(workers_of(served)) == WORKERS


async def test_a_rolling_renewal_refuses_nobody_and_tells_everybody(served: Cluster) -> None:
    before = workers_of(served)
    async with served.visitor(served.network.ana) as ana, ana.listening(0) as socket:
        os.kill(served.nodes[0].pid, signal.SIGHUP)
        renewed = asyncio.ensure_future(said(served, "worker renewed", WORKERS))
        while not renewed.done():
            await read_room(ana, 1)
        await renewed
        assert 500 <= (await socket.hear("bye"))["after_ms"] <= 5_000
        assert await socket.hear_the_end() == 1012
        await read_room(ana, 5)
    async with asyncio.timeout(15):
        while workers_of(served) & before:  # noqa: ASYNC110 - the old ones end by themselves
            await asyncio.sleep(0.05)
    assert len(workers_of(served)) == WORKERS


async def test_all_workers_stop_in_time_though_somebody_never_reads(served: Cluster) -> None:
    network, url = served.network, served.nodes[0].url
    async with served.visitor(network.ana) as ana, ana.listening(0) as socket:
        (room,) = (await ana.ask(0, "GET", "/api/v1/rooms")).json()["items"]
        headers = {"Cookie": await served.cookie(network.elena), "Origin": "https://rooms.example.org"}
        async with open_socket(url, headers, 4_096) as stuck:
            await stuck.greet()
            await stuck.follow(room)
            for _ in range(MORE_THAN_BUFFERS_HOLD):
                await ana.ask(0, "POST", f"/api/v1/rooms/{served.room}/messages", json=message(LONG))
            workers, began = workers_of(served), time.monotonic()
            stopping = asyncio.create_task(served.nodes[0].stop())
            await socket.hear("bye")
            assert await socket.hear_the_end() == 1012
            await stopping
            assert time.monotonic() - began < 10
    assert not any(map(lives, workers))


async def test_each_letter_is_sent_by_one_worker_only(
    cluster_databases: PostgreSQLDatabases, tmp_path: Path
) -> None:
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    url = await cluster_databases.create_migrated()
    settings = {"BALKANCLUSTER_MAIL_URL": office.url}
    try:
        async with running_cluster(
            tmp_path, url, "postgresql:", 2, "--workers", "2", more=settings
        ) as running:
            await fill_outbox(running)
            async with asyncio.timeout(60):
                while len(office.letters) < LETTERS:  # noqa: ASYNC110 - letters come in another thread
                    await asyncio.sleep(0.1)
            # Long enough for a second look of every process into the outbox.
            await asyncio.sleep(3)
    finally:
        controller.stop()
        await cluster_databases.drop(url)
    assert sorted(map(subject, office.letters)) == sorted(f"Pismo {number}" for number in range(LETTERS))


def subject(letter: EmailMessage) -> str:
    return str(letter["Subject"])


async def fill_outbox(cluster: Cluster) -> None:
    """Leave letters in the outbox."""
    async with cluster.network.database.write() as session:
        now = await database_now(session)
        for number in range(LETTERS):
            session.add(
                Mail(
                    recipient="ana@klaster.example",
                    locale="sr-Latn",
                    subject=f"Pismo {number}",
                    text="Zdravo",
                    created_at=now,
                    not_before=now,
                )
            )
