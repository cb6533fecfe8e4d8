"""Topics: opening, finding, retitling, and how far each has come."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, ensure_can
from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.detection import detect
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.drafts import clean_title
from balkancluster.rooms.models import Topic
from balkancluster.rooms.rights import find_seat


async def find_topic(session: AsyncSession, room_id: int, topic_id: int) -> Topic:
    """Return a topic of this room. Raises Invalid for the field topic when it is not here."""
    topic = await session.get(Topic, topic_id)
    if topic is None or topic.room_id != room_id:
        raise Invalid(_("This topic is not in this room."), field="topic", code="unknown_topic")
    return topic


async def first_topic(session: AsyncSession, room_id: int) -> Topic:
    """Return the topic a room was made with: where a message goes that names none."""
    statement = select(Topic).where(Topic.room_id == room_id, Topic.is_first)
    topic = (await session.scalars(statement)).one_or_none()
    if topic is None:
        raise NotFound
    return topic


async def record_topic(
    transaction: Transaction, actor: Actor, room_id: int, title: str, *, is_first: bool = False
) -> Topic:
    """Open a topic inside a transaction and record it in the room's log."""
    topic = Topic(
        room_id=room_id,
        is_first=is_first,
        title=clean_title(title) if title or not is_first else "",
        lang=detect(title, actor.locale),
        opened_by=actor.id,
        opened_at=transaction.at,
        last_seq=transaction.heads[room_id] + 1,
    )
    transaction.session.add(topic)
    await transaction.session.flush()
    transaction.record(room_id, "topic.opened", actor_id=actor.id, topic_id=topic.id)
    return topic


async def touch_topic(transaction: Transaction, topic_id: int, seq: int) -> None:
    """Remember the newest event of a topic."""
    await transaction.session.execute(update(Topic).where(Topic.id == topic_id).values(last_seq=seq))


async def open_topic(log: Log, actor: Actor, room_id: int, title: str) -> Topic:
    """Open a titled conversation. Raises Invalid for its title, NotFound for a stranger."""
    title = clean_title(title)

    async def act(transaction: Transaction) -> Topic:
        ensure_can(actor, "open.topic", await find_seat(transaction.session, actor, room_id))
        return await record_topic(transaction, actor, room_id, title)

    return await log.append(room_id, act)


async def rename_topic(log: Log, actor: Actor, room_id: int, topic_id: int, title: str) -> None:
    """Give a topic another title. Raises Invalid, NotFound, or Forbidden for who may not."""
    title = clean_title(title)

    async def act(transaction: Transaction) -> None:
        seat = await find_seat(transaction.session, actor, room_id)
        topic = await find_topic(transaction.session, room_id, topic_id)
        ensure_can(actor, "rename.topic", (seat, topic))
        if topic.title == title:
            return
        seq = transaction.record(room_id, "topic.renamed", actor_id=actor.id, topic_id=topic.id)
        values = {"title": title, "lang": detect(title, actor.locale), "last_seq": seq}
        await transaction.session.execute(update(Topic).where(Topic.id == topic_id).values(values))

    await log.append(room_id, act)
