"""Marking places as read, up to what the reader saw and no further, and known to all their devices at once.

A mark goes through the log, like everything that others have to hear of: its event is one of the person's own
stream. A mark that does not grow is asked about, and writes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import AnyRow, Database, fetch, is_sqlite
from balkancluster.realtime.log import Log
from balkancluster.realtime.models import Stream
from balkancluster.realtime.questions import Question
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import Membership, ReadMark, Topic
from balkancluster.rooms.notice_state import close_read
from balkancluster.rooms.readings import COLUMNS, Reading, find_readings, raise_mark
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.topics import unknown_topic

MOST_AT_ONCE = 1_000

MARKED = "read.marked"
"""An event of a person's own stream: a topic was read further."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room, or one topic of it, up to a number of the room's log."""

    room_id: int
    seq: int
    topic_id: int | None = None


def parse_places(texts: Iterable[str]) -> list[Place]:
    """Read places as forms write them, `room:seq` or `room:topic:seq`; what is none of these is left out."""
    return [place for text in texts if (place := _parse(text))]


def _parse(text: str) -> Place | None:
    parts = text.split(":")
    if len(parts) not in {2, 3} or not all(_is_number(part) for part in parts):
        return None
    room_id, *topic, seq = (int(part) for part in parts)
    return Place(room_id, seq, topic[0] if topic else None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 16


async def mark_read(
    database: Database, log: Log, actor: Actor, room_id: int, seq: int, topic_id: int | None = None
) -> None:
    """Remember that the actor has read a topic, or every topic of the room, up to a number; marks only grow.

    A number beyond the head means the head. Raises NotFound for a stranger, Invalid for a topic elsewhere.
    """
    place = Place(room_id, seq, topic_id)
    if topic_id is not None:
        await _mark_topic(log, actor, place, Reading(actor.id, room_id, topic_id))
        return
    async with database.read() as session:
        topics = await _find_topics(session, actor, [place])
        if not topics:
            await find_seat(session, actor, room_id)
    await _mark(log, actor, [place], _grown(topics, [place]))


async def _mark_topic(log: Log, actor: Actor, place: Place, reading: Reading) -> None:
    """Mark what nearly every mark is about: one topic, asked for and written with those of a whole batch."""
    question = Question(find_readings, reading)

    async def act(transaction: Transaction) -> None:
        topic: AnyRow | None = await transaction.answer(question)
        if topic is None:
            await find_seat(transaction.session, actor, place.room_id)
            raise unknown_topic()
        await _write(transaction, actor, _grown([topic], [place]), [topic])

    await log.append((), act, question)


async def mark_places_read(database: Database, log: Log, actor: Actor, places: Sequence[Place]) -> None:
    """Remember that the actor has read these places, all in one transaction; marks only grow.

    A number beyond a room's head means its head. What is not, or no longer, the actor's is left out: who was
    taken out of one room meanwhile has still read the others.
    """
    places = places[:MOST_AT_ONCE]
    async with database.read() as session:
        topics = await _find_topics(session, actor, places)
    await _mark(log, actor, places, _grown(topics, places))


async def _mark(log: Log, actor: Actor, places: Sequence[Place], expected: dict[int, int]) -> None:
    if not expected:
        return

    async def act(transaction: Transaction) -> None:
        topics = await _find_topics(transaction.session, actor, places, is_held=True)
        await _write(transaction, actor, _grown(topics, places), topics)

    await log.append((), act)


async def _write(
    transaction: Transaction, actor: Actor, marks: Mapping[int, int], topics: Iterable[AnyRow]
) -> None:
    """Raise the marks, let the person's devices hear, close the notifications that they leave nothing of."""
    raising = raise_mark(is_sqlite(transaction.session))
    for topic_id in sorted(marks):
        transaction.note(raising, {"person_id": actor.id, "topic_id": topic_id, "seq": marks[topic_id]})
        once = (MARKED, actor.id, topic_id)
        transaction.tell(actor.id, MARKED, once=once, actor_id=actor.id, topic_id=topic_id)
    if told := [row.id for row in topics if row.id in marks and row.is_told]:
        await transaction.write_notes()
        await close_read(transaction, told, actor.id)


def _grown(topics: Iterable[AnyRow], places: Sequence[Place]) -> dict[int, int]:
    """Return the marks that say more than what is known, by topic."""
    by_room: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_room[place.room_id].append(place)
    marks: dict[int, int] = {}
    for topic in topics:
        seqs = [place.seq for place in by_room[topic.room_id] if place.topic_id in {None, topic.id}]
        seq = min(max(seqs, default=0), topic.head)
        if topic.read < min(seq, topic.last_seq):
            marks[topic.id] = seq
    return marks


async def _find_topics(
    session: AsyncSession, actor: Actor, places: Iterable[Place], *, is_held: bool = False
) -> Sequence[AnyRow]:
    """Return the topics of the actor's rooms that these places name, with how far they are read.

    Held, they stay where they are until the marks are written: a move takes them for itself first, so that a
    mark can never be written with the numbers of a room that the topic has left. Posting does not wait for
    this, nor this for posting.
    """
    places = list(places)
    whole = {place.room_id for place in places if place.topic_id is None}
    single = {place.topic_id for place in places if place.topic_id is not None}
    rooms = {place.room_id for place in places if place.topic_id is not None}
    found: list[AnyRow] = []
    if whole:
        found += await fetch(session, _topics(False, is_held), person_id=actor.id, rooms=list(whole))
    if single:
        values = {"person_id": actor.id, "rooms": list(rooms - whole), "topics": list(single)}
        found += await fetch(session, _topics(True, is_held), **values)
    return found


@cache
def _topics(is_single: bool, is_held: bool) -> Select[*tuple[Any, ...]]:
    person_id: BindParameter[int] = bindparam("person_id")
    statement = (
        select(*COLUMNS)
        .join(Stream, Stream.id == Topic.room_id)
        .join(Membership, (Membership.room_id == Topic.room_id) & (Membership.person_id == person_id))
        .outerjoin(ReadMark, (ReadMark.topic_id == Topic.id) & (ReadMark.person_id == person_id))
        .where(Topic.room_id.in_(bindparam("rooms", expanding=True)))
        .order_by(Topic.id)
    )
    if is_single:
        statement = statement.where(Topic.id.in_(bindparam("topics", expanding=True)))
    return statement.with_for_update(read=True, key_share=True, of=Topic) if is_held else statement
