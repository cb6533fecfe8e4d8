"""A network to measure with: one room, and as many different people in it as wanted, each signed in."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from balkancluster import clock
from balkancluster.database import Base, Database
from balkancluster.i18n.folding import fold
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.sorting import sort_key
from balkancluster.members.actors import find_by_person
from balkancluster.members.models import ACTIVE, Person, SignIn
from balkancluster.members.secrets import hash_secret
from balkancluster.migrations.migrate import migrate
from balkancluster.realtime.log import Log
from balkancluster.realtime.models import PERSON, Stream, new_epoch
from balkancluster.realtime.streams import read_head
from balkancluster.rooms.models import MEMBER, PRIVATE, Membership
from balkancluster.rooms.rooms import create_room
from balkancluster.rooms.texts import Wording
from balkancluster.settings import sqlite_url

ROWS = 500


@dataclass(frozen=True, slots=True)
class Network:
    """The room, where its log stands, and the session tokens of its members."""

    data: Path
    room: int
    epoch: str
    head: int
    tokens: tuple[str, ...]


async def fill(data: Path, members: int, database_url: str = "") -> Network:
    """Make the database of a network: in an empty folder, or in the empty one at this URL.

    The people read in all four locales, in turn.
    """
    database = Database(database_url or sqlite_url(data), is_durable=False)
    try:
        await migrate(database)
        tokens = tuple(f"token-of-{number}" for number in range(1, members + 1))
        await _add_people(database, tokens)
        room = await _open_room(database, members)
        async with database.read() as session:
            epoch, head = await read_head(session, room)
    finally:
        await database.close()
    return Network(data, room, epoch, head, tokens)


async def _add_people(database: Database, tokens: tuple[str, ...]) -> None:
    now = clock.now()
    numbers = range(1, len(tokens) + 1)
    streams = [{"id": number, "kind": PERSON, "epoch": new_epoch(), "head": 0} for number in numbers]
    sign_ins = [
        {
            "person_id": number,
            "token_hash": hash_secret(token),
            "created_at": now,
            "authenticated_at": now,
            "seen_at": now,
            "expires_at": now + timedelta(days=1),
            "user_agent": "bench",
            "address": "127.0.0.1",
        }
        for number, token in zip(numbers, tokens, strict=True)
    ]
    await _insert(database, Stream, streams)
    await _go_on_after(database, len(tokens))
    await _insert(database, Person, [_person(number) for number in numbers])
    await _insert(database, SignIn, sign_ins)


async def _go_on_after(database: Database, last: int) -> None:
    """Let PostgreSQL number further streams after those whose numbers were given."""
    async with database.write() as session:
        if session.get_bind().dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence(Stream.__tablename__, "id")
            await session.execute(select(func.setval(sequence, last)))


def _person(number: int) -> dict[str, Any]:
    name = f"Ana Petrović {number}"
    return {
        "id": number,
        "email": f"person{number}@bench.example",
        "state": ACTIVE,
        "name": name,
        "name_lang": "sr-Latn",
        "name_fold": fold(name),
        "sort_key": sort_key(name),
        "locale": TAGS[number % len(TAGS)],
        "time_zone": "Europe/Belgrade",
        "created_at": clock.now(),
    }


async def _open_room(database: Database, members: int) -> int:
    async with database.read() as session:
        maker = await find_by_person(session, 1)
    assert maker is not None
    log = Log(database)
    name = Wording("sr-Latn", "Vuna i pređa", "")
    room = await create_room(log, maker, PRIVATE, {"sr-Latn": name})
    await log.close()
    async with database.read() as session:
        _epoch, head = await read_head(session, room)
    joined = {"room_id": room, "role": MEMBER, "joined_at": clock.now(), "joined_seq": head}
    others = [joined | {"person_id": number} for number in range(2, members + 1)]
    await _insert(database, Membership, others)
    return room


async def _insert(database: Database, table: type[Base], rows: list[dict[str, Any]]) -> None:
    async with database.write() as session:
        for start in range(0, len(rows), ROWS):
            await session.execute(insert(table), rows[start : start + ROWS])
