"""The disk is full, the processor is busy, people come and go for hours (rows 14, 28, 30, 31)."""

import asyncio
import random
from pathlib import Path

import httpx2
from sqlalchemy import text

from balkancluster.database import new_id
from tests.faults.cluster import Cluster
from tests.faults.history import Said, now
from tests.faults.people import Person, body_of
from tests.faults.scenarios.readers import MEBIBYTE, memory, open_sockets
from tests.faults.scenarios.talking import TALKERS, talking
from tests.realtime.sockets import Frame

FULL = frozenset({503, 507})
VUNA = b"400 kg vune\n" * 20_000
NEXT_VERSION = (
    "ALTER TABLE message ADD COLUMN of_next_version VARCHAR",
    "ALTER TABLE event ADD COLUMN of_next_version INTEGER DEFAULT 0",
    "ALTER TABLE stream ADD COLUMN of_next_version VARCHAR",
    "CREATE TABLE of_next_version (id INTEGER PRIMARY KEY)",
)


async def disk_is_full(cluster: Cluster, disk: Path) -> None:
    """Row 14: no byte is left, for words or for files; people are told so, reading works, and it heals."""
    room = await cluster.open_room()
    await cluster.windows_of(TALKERS, room)
    ana, elena = cluster.person("ana"), cluster.person("elena")
    await ana.say(room["id"], "Pre toga")
    before = await _send_file(ana)
    assert before.status_code == 201
    filler = disk / "filler"
    _fill(filler)
    files = {(await _send_file(ana)).status_code for _ in range(5)}
    assert files <= FULL, f"a file was answered with {files} on a full disk"
    codes = {await _code(ana, room, "Nema mesta " * 500) for _ in range(20)} - {201}
    assert codes, "the disk was never full"
    assert codes <= FULL, f"a full disk was answered with {codes}"
    assert (await elena.ask(f"/rooms/{room['id']}/messages"))["items"]
    assert (await _read_file(ana, before)).content == VUNA
    filler.unlink()
    after = await _send_file(ana)
    assert (await _read_file(ana, after)).content == VUNA
    assert _kept_files(disk) == {one.json()["id"] for one in (before, after)}, (
        "what was refused left something"
    )
    assert await ana.say(room["id"], "Posle toga")
    await cluster.judge()


async def _send_file(person: Person) -> httpx2.Response:
    return await person.http.post(f"{person.address}/api/v1/files?name=vuna.txt", content=VUNA)


async def _read_file(person: Person, sent: httpx2.Response) -> httpx2.Response:
    return await person.http.get(f"{person.address}{sent.json()['address']}")


def _kept_files(disk: Path) -> set[str]:
    """Return the names of all that lies in the storage of files, finished or not."""
    return {path.name for path in disk.rglob("files/*/*")}


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        for size in (MEBIBYTE, 4_096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


async def _code(person: Person, room: Frame, body: str) -> int:
    said = Said(new_id(), person.name, room["id"], body)
    person.history.said[said.client_id] = said
    answer = await person.try_to("POST", f"/rooms/{said.room}/messages", json=body_of(said))
    return answer.status_code if answer is not None else 0


async def people_come_and_go(cluster: Cluster, seconds: float, at_once: int) -> list[int]:
    """Row 28: windows open and close without end while three people talk; nothing grows with it.

    Returns the memory of the first node over time, in bytes.
    """
    room, node, held = await cluster.open_room(), cluster.nodes[0], []
    async with talking(cluster, room=room) as talk:
        await talk.answered(20)
        sockets, ends = open_sockets(node), now() + seconds
        while now() < ends:
            await asyncio.gather(*(_visit(cluster, room) for _ in range(at_once)))
            held.append(memory(node))
    await asyncio.sleep(1)
    assert open_sockets(node) <= sockets + 4, "sockets are left of people who went"
    await cluster.judge()
    return held


async def _visit(cluster: Cluster, room: Frame) -> None:
    person = cluster.person(random.choice(("vesna", "dragan")), first=random.randrange(3))
    window = await cluster.window(person, room)
    await asyncio.sleep(random.uniform(0.0, 0.5))
    await window.close()
    await person.close()
    cluster.windows.remove(window)
    cluster.people.remove(person)
    # What it has seen is judged by its like that stays; hours of it would fill the memory of the test.
    cluster.history.watches.remove(window.watch)


async def passwords_are_tried(cluster: Cluster, at_once: int, seconds: float) -> None:
    """Row 30: many passwords are checked, which is slow on purpose; nobody else waits for it."""
    node = cluster.nodes[0]
    async with httpx2.AsyncClient(base_url=node.url, timeout=30) as client:
        tries = [asyncio.create_task(_sign_in(client, number)) for number in range(at_once)]
        waits = []
        while not all(task.done() for task in tries):
            began = now()
            assert (await client.get("/health/live")).status_code == 200
            waits.append(now() - began)
            await asyncio.sleep(0.005)
        codes = {await task for task in tries}
    assert codes == {422}, f"the passwords were not checked: {codes}"
    worst = sorted(waits)[int(len(waits) * 0.99)]
    assert worst < seconds, f"others waited {worst:.3f} s"


async def _sign_in(client: httpx2.AsyncClient, number: int) -> int:
    form = {"email": f"nobody{number}@klaster.example", "password": "pogrešna lozinka ovde"}
    headers = {"Sec-Fetch-Site": "same-origin", "Host": "klaster.example"}
    return (await client.post("/sign-in", data=form, headers=headers)).status_code


async def tables_grow_under_way(cluster: Cluster) -> None:
    """Row 31: the tables of the next version appear while nodes of this one serve, and one starts anew."""
    async with talking(cluster) as talk:
        await talk.answered(10)
        for statement in NEXT_VERSION:
            async with cluster.world.network.database.write() as session:
                await session.execute(text(statement))
            await talk.answered(5)
        await cluster.nodes[0].stop()
        await cluster.nodes[0].start()
        await talk.answered(10)
    await cluster.judge()


def slope(held: list[int]) -> float:
    """Return by how much of itself memory grew from the second quarter of the time to the last."""
    quarter = len(held) // 4
    early, late = held[quarter : 2 * quarter], held[3 * quarter :]
    return (sum(late) / len(late)) / (sum(early) / len(early)) - 1
