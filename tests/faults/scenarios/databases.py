"""The database crashes, is busy, is locked and argues (rows 10 to 13, 15)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx2

from balkancluster.database import new_id
from tests.faults.cluster import Cluster
from tests.faults.history import Said, now
from tests.faults.people import body_of
from tests.faults.scenarios.talking import TALKERS, talking
from tests.realtime.sockets import Frame

BUSY = httpx2.codes.SERVICE_UNAVAILABLE
NORMAL_SECONDS = 1.5


async def postgresql_crashes(cluster: Cluster, times: int) -> None:
    """Row 10: PostgreSQL ends at once, in the middle of what it does, and recovers."""
    postgresql = cluster.services.postgresql
    async with talking(cluster) as talk:
        for _ in range(times):
            await talk.answered(10)
            await asyncio.to_thread(postgresql.crash)
            await asyncio.sleep(0.3)
            await asyncio.to_thread(postgresql.ensure_running)
        await talk.answered(10)
    await cluster.judge()


async def no_connection_is_free(cluster: Cluster) -> None:
    """Row 11: something holds every connection of a node; people are told to come back, sockets stay."""
    room = await cluster.open_room()
    windows = await cluster.windows_of(TALKERS, room)
    connections = [window.watch.connections for window in windows]
    ana = cluster.person("ana")
    await ana.say(room["id"], "Pre gužve")
    cluster.set_trap("hold-connections")
    said = Said(new_id(), "Ana", room["id"], "U gužvi")
    cluster.history.said[said.client_id] = said
    refused = await _first_refusal(cluster, said)
    assert int(refused.headers["Retry-After"]) >= 1
    assert await ana.post(said)
    assert connections == [window.watch.connections for window in windows], "a socket was lost"
    await cluster.judge()


async def _first_refusal(cluster: Cluster, said: Said) -> httpx2.Response:
    """Post on all nodes in turn, until the one that was hit says that it is busy."""
    ana = cluster.person("ana")
    async with asyncio.timeout(20):
        while True:
            answer = await ana.try_to("POST", f"/rooms/{said.room}/messages", json=body_of(said))
            if answer is not None and answer.status_code == BUSY:
                return answer
            ana.go_elsewhere()
            await asyncio.sleep(0.05)


async def a_room_is_locked(cluster: Cluster, seconds: float) -> None:
    """Row 12: a transaction of somebody else holds one room; the other rooms are as quick as ever."""
    locked, other = await cluster.open_room(), await cluster.open_room()
    for room in (locked, other):
        await cluster.windows_of(TALKERS, room)
    ana, elena = cluster.person("ana"), cluster.person("elena")
    async with _holding(cluster, locked):
        waiting = asyncio.create_task(ana.say(locked["id"], "Kad se otvori"))
        ends, waits = now() + seconds, []
        while now() < ends:
            answer = await elena.say(other["id"], "Ovde je mirno")
            waits.append(answer.seconds if answer else seconds)
            await asyncio.sleep(0.1)
    assert await waiting
    assert max(waits) < NORMAL_SECONDS, f"another room waited {max(waits):.1f} s"
    await cluster.judge()


@asynccontextmanager
async def _holding(cluster: Cluster, room: Frame) -> AsyncIterator[None]:
    connection = await asyncpg.connect(cluster.world.database_url.replace("+asyncpg", ""))
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SELECT 1 FROM stream WHERE id = $1 FOR UPDATE", int(room["id"]))
    try:
        yield
    finally:
        await transaction.rollback()
        await connection.close()


async def a_writer_holds_the_file(cluster: Cluster, seconds: float) -> None:
    """Row 12 on SQLite: another program holds the write lock; reading goes on, writing waits or is told."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    ana, elena = cluster.person("ana"), cluster.person("elena")
    holder = sqlite3.connect(database_file(cluster), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(ana.say(room["id"], "Kad se otvori"))
    ends, waits = now() + seconds, []
    while now() < ends:
        began = now()
        await elena.room(room["id"])
        waits.append(now() - began)
        await asyncio.sleep(0.1)
    holder.execute("ROLLBACK")
    holder.close()
    assert await waiting
    assert max(waits) < NORMAL_SECONDS, f"reading waited {max(waits):.1f} s for a writer"
    await cluster.judge()


async def locks_are_taken_in_a_circle(cluster: Cluster) -> None:
    """Row 13: somebody locks two rooms in the other order, again and again, and the database ends one."""
    rooms = [await cluster.open_room(), await cluster.open_room()]
    for room in rooms:
        await cluster.windows_of(TALKERS, room)
    people = [cluster.person(name, first=turn) for turn, name in enumerate(TALKERS)]
    stop = asyncio.Event()
    circle = asyncio.create_task(_lock_backwards(cluster, rooms, stop))
    await asyncio.gather(*(person.talk(room["id"], 12) for person in people for room in rooms))
    stop.set()
    await circle
    await cluster.judge()


async def _lock_backwards(cluster: Cluster, rooms: list[Frame], stop: asyncio.Event) -> None:
    connection = await asyncpg.connect(cluster.world.database_url.replace("+asyncpg", ""))
    while not stop.is_set():
        try:
            async with connection.transaction():
                for room in reversed(rooms):
                    await connection.execute("SELECT 1 FROM stream WHERE id = $1 FOR UPDATE", int(room["id"]))
                    await asyncio.sleep(0.05)
        except asyncpg.DeadlockDetectedError:
            pass
        await asyncio.sleep(0.05)
    await connection.close()


async def same_new_message_everywhere(cluster: Cluster, times: int) -> None:
    """Row 13: the same new message races itself on every node, so that the unique index decides."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    people = [cluster.person("ana", first=turn) for turn in range(6)]
    for number in range(times):
        said = Said(new_id(), "Ana", room["id"], f"Trka {number}")
        cluster.history.said[said.client_id] = said
        await asyncio.gather(*(person.post(said) for person in people))
    await cluster.judge()


async def four_processes_write(cluster: Cluster, messages: int) -> None:
    """Row 15: four processes write to one file; nobody is refused, and every window hears the others."""
    room = await cluster.open_room()
    await cluster.windows_of((*TALKERS, "vesna"), room)
    people = [cluster.person(name, first=turn) for turn, name in enumerate((*TALKERS, "vesna"))]
    await asyncio.gather(*(person.talk(room["id"], messages) for person in people))
    assert [person.refusals for person in people] == [[]] * 4, "a writer was refused"
    await cluster.judge()


async def is_torn_while_it_writes(cluster: Cluster, times: int) -> None:
    """Row 15: the process is killed while it writes; the file is whole and has what was answered."""
    async with talking(cluster) as talk:
        for _ in range(times):
            await talk.answered(8)
            await cluster.nodes[0].kill()
            with sqlite3.connect(database_file(cluster)) as file:
                assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            file.close()
            await cluster.nodes[0].start()
    await cluster.judge()


def database_file(cluster: Cluster) -> Path:
    """Return the file of a SQLite cluster."""
    return Path(cluster.world.database_url.partition("///")[2])
