"""Topics: opening, finding, retitling, closing, and how far each has come."""

from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, ensure_can
from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.detection import detect
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.drafts import clean_title
from balkancluster.rooms.indexing import index_topic
from balkancluster.rooms.models import Topic
from balkancluster.rooms.rights import find_open_seat


async def find_topic(session: AsyncSession, room_id: int, topic_id: int) -> Topic:
    """Return a topic of this room. Raises Invalid for the field topic when it is not here."""
    try:
        return await find_addressed_topic(session, room_id, topic_id)
    except NotFound:
        raise unknown_topic() from None


def unknown_topic() -> Invalid:
    """Return the refusal of a topic that is not in the room it was named for."""
    return Invalid(_("This topic is not in this room."), field="topic", code="unknown_topic")


async def find_addressed_topic(session: AsyncSession, room_id: int, topic_id: int) -> Topic:
    """Return a topic that an address names. Raises NotFound when it is not in this room."""
    topic = await session.get(Topic, topic_id)
    if topic is None or topic.room_id != room_id:
        raise NotFound
    return topic


_FIRST = select(Topic).where(Topic.room_id == bindparam("room_id"), Topic.is_first)
_TOPICS = cast(Table, Topic.__table__)
_TOUCH = update(_TOPICS).where(_TOPICS.c.id == bindparam("topic")).values(last_seq=bindparam("seq"))


async def first_topic(session: AsyncSession, room_id: int) -> Topic:
    """Return the topic a room was made with: where a message goes that names none."""
    topic = (await session.scalars(_FIRST, {"room_id": room_id})).one_or_none()
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
    await index_topic(transaction.session, topic.id, topic.title, room_id)
    transaction.record(room_id, "topic.opened", actor_id=actor.id, topic_id=topic.id)
    return topic


def touch_topic(transaction: Transaction, topic_id: int, seq: int) -> None:
    """Remember the newest event of a topic."""
    transaction.note(_TOUCH, {"topic": topic_id, "seq": seq})


async def open_topic(log: Log, actor: Actor, room_id: int, title: str) -> Topic:
    """Open a titled conversation. Raises Invalid for its title, NotFound for a stranger."""
    title = clean_title(title)

    async def act(transaction: Transaction) -> Topic:
        ensure_can(actor, "open.topic", await find_open_seat(transaction.session, actor, room_id))
        return await record_topic(transaction, actor, room_id, title)

    return await log.append(room_id, act)


async def rename_topic(log: Log, actor: Actor, room_id: int, topic_id: int, title: str) -> None:
    """Give a topic another title. Raises Invalid for it, and as `change_topic` does."""
    await change_topic(log, actor, room_id, topic_id, title=title)


async def close_topic(log: Log, actor: Actor, room_id: int, topic_id: int, *, is_closed: bool = True) -> None:
    """Let a topic take no more words, or take them again. Raises as `change_topic` does."""
    await change_topic(log, actor, room_id, topic_id, is_closed=is_closed)


async def change_topic(
    log: Log,
    actor: Actor,
    room_id: int,
    topic_id: int,
    *,
    title: str | None = None,
    is_closed: bool | None = None,
) -> None:
    """Change what is given of a topic, all of it or nothing. Repeating it changes nothing.

    Raises NotFound for a stranger or a topic elsewhere, Forbidden for who may not, Invalid for the title.
    """
    title = None if title is None else clean_title(title)

    async def act(transaction: Transaction) -> None:
        seat = await find_open_seat(transaction.session, actor, room_id)
        topic = await find_addressed_topic(transaction.session, room_id, topic_id)
        if title is not None:
            ensure_can(actor, "rename.topic", (seat, topic))
            await _retitle(transaction, actor, topic, title)
        if is_closed is not None:
            ensure_can(actor, "close.topic", seat)
            await _close(transaction, actor, topic, is_closed)

    await log.append(room_id, act)


async def _retitle(transaction: Transaction, actor: Actor, topic: Topic, title: str) -> None:
    if topic.title != title:
        seq = transaction.record(topic.room_id, "topic.renamed", actor_id=actor.id, topic_id=topic.id)
        await _update(transaction, topic, title=title, lang=detect(title, actor.locale), last_seq=seq)
        await index_topic(transaction.session, topic.id, title, topic.room_id)


async def _close(transaction: Transaction, actor: Actor, topic: Topic, is_closed: bool) -> None:
    if (topic.closed_at is not None) != is_closed:
        kind = "topic.closed" if is_closed else "topic.reopened"
        seq = transaction.record(topic.room_id, kind, actor_id=actor.id, topic_id=topic.id)
        await _update(transaction, topic, closed_at=transaction.at if is_closed else None, last_seq=seq)


async def _update(transaction: Transaction, topic: Topic, **values: Any) -> None:
    await transaction.session.execute(update(Topic).where(Topic.id == topic.id).values(values))
