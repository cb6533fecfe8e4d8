"""Whether a notification about talk still stands: asked of messages and read marks, never remembered."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, exists, or_, select, update

from balkancluster.database import fetch
from balkancluster.notifications.marking import tell_read
from balkancluster.notifications.models import GATHERED, INVITATION, MENTION, REPLY, ROOM, TOPIC, Notification
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import MUTED, Membership, Mention, Message, ReadMark, Topic, TopicLevel
from balkancluster.rooms.unread import READ

SINGLE = (MENTION, REPLY)
"""Kinds that stand for one message each."""


def _is_said_to_person() -> ColumnElement[bool]:
    """The message of a notification stands, in a room that its person is in."""
    return and_(Membership.person_id == Notification.person_id, Message.removed_at.is_(None))


def _unread(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Among these messages is one that the person of the notification has not read."""
    mark = (ReadMark.topic_id == Message.topic_id) & (ReadMark.person_id == Notification.person_id)
    return (
        select(Message.key)
        .join(Membership, Membership.room_id == Message.room_id)
        .outerjoin(ReadMark, mark)
        .where(which, _is_said_to_person(), Message.seq > READ)
        .where(Message.author_id != Notification.person_id)
        .correlate(Notification)
        .exists()
    )


def has_something_unread() -> ColumnElement[bool]:
    """Return the condition that a notification tells of something its person has not read."""
    return or_(
        and_(Notification.kind.in_(SINGLE), _unread(Message.key == Notification.message_key)),
        and_(Notification.kind.in_(GATHERED), _unread(Message.topic_id == Notification.topic_id)),
    )


def is_within_reach() -> ColumnElement[bool]:
    """Return the condition that the message of a notification can be read by its person."""
    return (
        select(Message.key)
        .join(Membership, Membership.room_id == Message.room_id)
        .where(Message.key == Notification.message_key, _is_said_to_person())
        .correlate(Notification)
        .exists()
    )


def names_person() -> ColumnElement[bool]:
    """Return the condition that the message of a notification names its person today."""
    return exists().where(
        Mention.message_key == Notification.message_key, Mention.person_id == Notification.person_id
    )


def is_quiet() -> ColumnElement[bool]:
    """Return the condition that the person has muted the topic since."""
    muted = exists().where(
        TopicLevel.person_id == Notification.person_id,
        TopicLevel.topic_id == Notification.topic_id,
        TopicLevel.level == MUTED,
    )
    return Notification.kind.in_((TOPIC, ROOM)) & muted


async def close_read(
    transaction: Transaction, topic_ids: Collection[int], person_id: int | None = None
) -> None:
    """Mark as read what tells of nothing unread in these topics any more: of one person, or of everybody.

    A notification that a post holds at this moment is left alone: it has just got something unread.
    """
    values: dict[str, Any] = {"topics": list(topic_ids), "person_id": person_id}
    held = await fetch(transaction.session, _held(person_id is not None), **values)
    if not held:
        return
    # Asked anew: what others committed while these were waited for is seen by this statement only.
    ids = [row.id for row in held]
    for row in await fetch(transaction.session, _CLOSE, ids=ids, at=transaction.at):
        tell_read(transaction, row.person_id)


async def close_read_in_room(transaction: Transaction, room_id: int, person_id: int) -> None:
    """Mark as read what somebody was told of a room that they are not in any more."""
    session = transaction.session
    if await fetch(session, _CLOSE_INVITATIONS, of_room=room_id, of_person=person_id, at=transaction.at):
        tell_read(transaction, person_id)
    topics = await fetch(session, _OPEN_TOPICS, room_id=room_id, person_id=person_id)
    if topics:
        await close_read(transaction, [row.topic_id for row in topics], person_id)


_CLOSE_INVITATIONS: Update = (
    update(Notification)
    .where(Notification.room_id == bindparam("of_room"), Notification.person_id == bindparam("of_person"))
    .where(Notification.kind == INVITATION, Notification.read_at.is_(None))
    .values(read_at=bindparam("at"))
    .returning(Notification.id)
)
_OPEN_TOPICS = (
    select(Notification.topic_id)
    .distinct()
    .join(Topic, Topic.id == Notification.topic_id)
    .where(Topic.room_id == bindparam("room_id"), Notification.person_id == bindparam("person_id"))
    .where(Notification.read_at.is_(None))
)


@cache
def _held(is_of_one: bool) -> Select[Any]:
    statement = (
        select(Notification.id)
        .where(Notification.topic_id.in_(bindparam("topics", expanding=True)))
        .where(Notification.read_at.is_(None))
        .order_by(Notification.id)
        .with_for_update(skip_locked=True)
    )
    return statement.where(Notification.person_id == bindparam("person_id")) if is_of_one else statement


_CLOSE: Update = (
    update(Notification)
    .where(Notification.id.in_(bindparam("ids", expanding=True)), ~has_something_unread())
    .values(read_at=bindparam("at"))
    .returning(Notification.person_id)
)
