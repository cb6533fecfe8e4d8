"""Moving a topic to another room: one act over both logs (DESIGN, sections 2 and 4, D16).

The old room keeps events that say no more than that something has gone; the new one gets the topic, its
messages under new numbers in their old order, and what each person had read of them. Ids, levels, reactions,
pins and mentions hang on topic and messages and need not be touched.
"""

from bisect import bisect_right
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, can, ensure_can
from balkancluster.database import AnyRow
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.indexing import index_messages, index_topic
from balkancluster.rooms.models import Membership, Message, ReadMark, Topic
from balkancluster.rooms.notice_state import close_read
from balkancluster.rooms.rights import Seat, find_open_seat, list_seats

MOST_MOVED = 5_000
CHUNK = 500


async def move_topic(log: Log, actor: Actor, room_id: int, topic_id: int, new_room_id: int) -> None:
    """Move a topic with all its messages to another room of the actor.

    Raises NotFound for a stranger to either room, Forbidden for who does not run both, Invalid for the field
    room, Conflict when a room is archived or the topic is too long to move.
    """
    if room_id == new_room_id:
        raise Invalid(_("The topic is in this room already. Choose another one."), field="room")

    async def act(transaction: Transaction) -> None:
        old = await find_open_seat(transaction.session, actor, room_id)
        new = await find_open_seat(transaction.session, actor, new_room_id)
        topic = await _take_topic(transaction.session, room_id, topic_id)
        ensure_can(actor, "move.topic", (old, new, topic))
        messages = await _read_messages(transaction.session, topic_id)
        first = _record(transaction, actor, topic, new_room_id, messages)
        await _renumber(transaction.session, new_room_id, messages, first)
        await _translate_marks(transaction.session, topic, [row.seq for row in messages], first)
        values = {"room_id": new_room_id, "last_seq": first + len(messages) - 1}
        await transaction.session.execute(update(Topic).where(Topic.id == topic_id).values(values))
        await index_messages(transaction.session, [row.key for row in messages])
        await index_topic(transaction.session, topic_id, topic.title, new_room_id)
        await close_read(transaction, [topic_id])

    await log.append((room_id, new_room_id), act)


async def _take_topic(session: AsyncSession, room_id: int, topic_id: int) -> Topic:
    """Return the topic, held against everybody who would write a mark with its old numbers."""
    topic = await session.get(Topic, topic_id, with_for_update=True, populate_existing=True)
    if topic is None or topic.room_id != room_id:
        raise NotFound
    return topic


async def _read_messages(session: AsyncSession, topic_id: int) -> Sequence[AnyRow]:
    statement = select(Message.key, Message.seq).where(Message.topic_id == topic_id)
    rows = (await session.execute(statement.order_by(Message.seq).limit(MOST_MOVED + 1))).all()
    if len(rows) > MOST_MOVED:
        message = _("A topic of more than %(limit)s messages is too long to be moved.", limit=MOST_MOVED)
        raise Conflict(message, code="topic_too_long")
    return rows


def _record(
    transaction: Transaction, actor: Actor, topic: Topic, new_room_id: int, messages: Sequence[AnyRow]
) -> int:
    """Write both logs; return the number of the first message in the new room."""
    opened = transaction.record(new_room_id, "topic.opened", actor_id=actor.id, topic_id=topic.id)
    for room_id in (topic.room_id, new_room_id):
        for row in messages:
            transaction.record(
                room_id, "message.moved", actor_id=actor.id, message_key=row.key, topic_id=topic.id
            )
    transaction.record(topic.room_id, "topic.moved", actor_id=actor.id, topic_id=topic.id)
    return opened + 1


async def _renumber(session: AsyncSession, new_room_id: int, messages: Sequence[AnyRow], first: int) -> None:
    numbers = [{"moved_key": row.key, "new_seq": first + place} for place, row in enumerate(messages)]
    statement = (
        update(Message)
        .where(Message.key == bindparam("moved_key"))
        .values(room_id=new_room_id, seq=bindparam("new_seq"))
    )
    connection = await session.connection()
    for start in range(0, len(numbers), CHUNK):
        await connection.execute(statement, numbers[start : start + CHUNK])


async def _translate_marks(session: AsyncSession, topic: Topic, seqs: list[int], first: int) -> None:
    """Say in the new room's numbers what each person had read in the old room's."""
    read = await _read_marks(session, topic)
    await session.execute(delete(ReadMark).where(ReadMark.topic_id == topic.id))
    marks = [
        {"person_id": person_id, "topic_id": topic.id, "seq": first + bisect_right(seqs, seq) - 1}
        for person_id, seq in sorted(read.items())
        if seqs and seq >= seqs[0]
    ]
    if marks:
        await session.execute(insert(ReadMark), marks)


async def _read_marks(session: AsyncSession, topic: Topic) -> dict[int, int]:
    """Return up to which number each person had read the topic where it was; what was before them is read."""
    marks = select(ReadMark.person_id, ReadMark.seq).where(ReadMark.topic_id == topic.id)
    read = {row.person_id: row.seq for row in await session.execute(marks)}
    members = select(Membership.person_id, Membership.joined_seq).where(Membership.room_id == topic.room_id)
    for row in await session.execute(members):
        read[row.person_id] = max(read.get(row.person_id, 0), row.joined_seq)
    return read


async def list_targets(session: AsyncSession, actor: Actor, seat: Seat, topic: Topic) -> set[int]:
    """Return the rooms to which this person may move a topic."""
    if seat.is_archived:
        return set()
    seats = [other for other in await list_seats(session, actor) if not other.is_archived]
    return {
        other.room_id
        for other in seats
        if other.room_id != seat.room_id and can(actor, "move.topic", (seat, other, topic))
    }
