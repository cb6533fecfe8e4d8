"""What the page of a room costs: 50 messages in the demo's busiest room, read in each of the four locales."""

import re
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from balkancluster.access import Actor
from balkancluster.database import Database, new_id
from balkancluster.demo.content import FRONT_DOOR
from balkancluster.demo.seed import seed
from balkancluster.i18n.locales import TAGS
from balkancluster.members.actors import find_by_person
from balkancluster.members.models import Person
from balkancluster.members.sessions import begin_session
from balkancluster.migrations.migrate import migrate
from balkancluster.realtime.log import Log
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.models import Membership, Message
from balkancluster.rooms.posting import Draft, post_message
from balkancluster.settings import sqlite_url
from bench import ours
from bench.clients import HttpClient
from bench.process import ServerProcess
from bench.wire import request

MESSAGES = 50
WARM_UP = 10
WORDS = (
    "Imamo 180 kg vunene pređe, boja **prirodna bela**, finoća 2/28. Ko želi, neka se javi do petka.",
    "Здравейте! Можем да вземем половината, ако транспортът през Калотина се уреди до края на месеца.",
    "Можемо да одвојимо два разбоја за ову поруџбину; рок је три недеље, а цена по договору.",
    "Two looms are free from Monday. The price list is at https://example.org/prices, ask @Ana for samples.",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which locale, and the token of the session."""

    locale: str
    token: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo with a full topic, and its readers."""

    data: Path
    address: str
    readers: tuple[Reader, ...]


async def fill_demo(data: Path) -> Demo:
    """Make the demo, and let the four people of its front door say 50 messages more in its busiest topic."""
    database = Database(sqlite_url(data), is_durable=False)
    log = Log(database)
    try:
        await migrate(database)
        await seed(database)
        room, topic = await _busiest_topic(database)
        people = await _sign_in(database)
        newest = 0
        for number in range(MESSAGES):
            actor = people[number % len(people)][0]
            draft = Draft(new_id(), f"{number}. {WORDS[number % len(WORDS)]}", topic)
            newest = (await post_message(database, log, actor, room, draft)).seq
        for actor, _reader in people:
            await mark_read(database, log, actor, room, newest)
    finally:
        await log.close()
        await database.close()
    return Demo(data, f"/rooms/{room}/topics/{topic}", tuple(reader for _actor, reader in people))


async def _busiest_topic(database: Database) -> tuple[int, int]:
    everybody = (
        select(Membership.room_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.email.in_(FRONT_DOOR))
        .group_by(Membership.room_id)
        .having(func.count() == len(FRONT_DOOR))
    )
    statement = (
        select(Message.room_id, Message.topic_id)
        .where(Message.room_id.in_(everybody))
        .group_by(Message.room_id, Message.topic_id)
        .order_by(func.count().desc())
    )
    async with database.read() as session:
        room, topic = (await session.execute(statement.limit(1))).one()
    return room, topic


async def _sign_in(database: Database) -> list[tuple[Actor, Reader]]:
    found = []
    for email, locale in zip(FRONT_DOOR, TAGS, strict=True):
        async with database.write() as session:
            person = await session.scalar(select(Person.id).where(Person.email == email))
            assert person is not None
            await session.execute(update(Person).where(Person.id == person).values(locale=locale))
            token = await begin_session(session, person, "bench", "127.0.0.1")
            actor = await find_by_person(session, person)
        assert actor is not None
        found.append((actor, Reader(locale, token)))
    return found


async def measure_pages(demo: Demo, requests: int) -> list[dict[str, Any]]:
    """Serve a demo and return what its page costs each reader."""
    port = ours.free_port()
    command = (*ours.PROGRAM, "demo", "--data", str(demo.data), "--port", str(port), "--quiet")
    process = ServerProcess(command, port, demo.data)
    await process.start()
    try:
        return [await _measure(process, demo, reader, requests) for reader in demo.readers]
    finally:
        await process.stop()


async def _measure(process: ServerProcess, demo: Demo, reader: Reader, requests: int) -> dict[str, Any]:
    client = HttpClient()
    await client.connect(process.port)
    headers = {"Host": "127.0.0.1", "Cookie": f"session={reader.token}"}
    _head, html = await client.ask(request("GET", demo.address, headers))
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html.decode())
    compressed = headers | {"Accept-Encoding": "gzip"}
    page = request("GET", demo.address, compressed)
    for _ in range(WARM_UP):
        _head, content = await client.ask(page)
    weights = [len((await client.ask(request("GET", sheet, compressed)))[1]) for sheet in sheets]
    cpu, took = [], []
    for _ in range(requests):
        before, started = process.cpu_seconds(), time.perf_counter()
        head, _content = await client.ask(page)
        assert head.startswith(b"HTTP/1.1 200"), head
        took.append((time.perf_counter() - started) * 1e3)
        cpu.append((process.cpu_seconds() - before) * 1e3)
    client.close()
    return {
        "locale": reader.locale,
        "cpu_ms": statistics.median(cpu),
        "p50_ms": statistics.median(took),
        "p99_ms": sorted(took)[int(len(took) * 0.99)],
        "messages": len(re.findall(rb"<article[^>]* data-seq=\"\d", html)),
        "html_bytes": len(html),
        "page_bytes": len(content),
        "all_bytes": len(content) + sum(weights),
    }
