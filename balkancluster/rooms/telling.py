"""Who is told of a message: whom it names, whom it answers, the other in a direct room, who hears all.

Who follows a topic is told of every message; elsewhere the level of the room counts: all of it, what names
one, or nothing. Of a muted topic only what names one is told, and not even that where the room's level is
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, true

from balkancluster.database import AnyRow, fetch
from balkancluster.notifications.marking import tell_read
from balkancluster.notifications.models import DIRECT, GATHERED, MENTION, REPLY, ROOM, TOPIC, Notification
from balkancluster.notifications.telling import Cause, notify
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import (
    ALL,
    FOLLOWED,
    MENTIONS,
    MUTED,
    NOTHING,
    Membership,
    RoomLevel,
    TopicLevel,
)
from balkancluster.rooms.notice_state import close_read


@dataclass(frozen=True, slots=True)
class Said:
    """A message as far as it matters who is told; `seq` is the number of the event that tells of it.

    `is_listened` says that somebody follows its topic, or hears all of its room.
    """

    room_id: int
    topic_id: int
    seq: int
    key: int
    author_id: int
    mentions: frozenset[int] = frozenset()
    answers: int | None = None
    is_direct: bool = False
    is_listened: bool = False

    def cause(self) -> Cause:
        """Return what a notification of it refers to."""
        return Cause(
            actor_id=self.author_id,
            source=(self.room_id, self.seq),
            room_id=self.room_id,
            topic_id=self.topic_id,
            message_key=self.key,
        )


async def tell_of_message(transaction: Transaction, said: Said) -> None:
    """Tell everybody whom a new message concerns. One that concerns nobody asks the database nothing."""
    addressed = said.mentions | ({said.answers} if said.answers else set())
    is_for_all = said.is_direct or said.is_listened
    if not is_for_all and not addressed - {said.author_id}:
        return
    hearers = await _find_hearers(transaction, said, addressed, is_for_all)
    kinds = {row.person_id: kind for row in hearers if (kind := _kind(said, row))}
    told = await _find_told(transaction, said.topic_id) if set(kinds.values()) & set(GATHERED) else set()
    for person_id, kind in kinds.items():
        if kind not in GATHERED:
            notify(transaction, person_id, kind, said.cause())
        elif person_id not in told:
            notify(transaction, person_id, kind, said.cause(), once=(said.topic_id, person_id))


def _kind(said: Said, hearer: AnyRow) -> str | None:
    """Return how a member is told of a message, or None."""
    if hearer.room_level == NOTHING and hearer.topic_level != FOLLOWED:
        return None
    level = hearer.topic_level or hearer.room_level or (ALL if said.is_direct else MENTIONS)
    hears_all = level in {FOLLOWED, ALL}
    if hears_all and said.is_direct:
        return DIRECT
    if hearer.person_id in said.mentions:
        return MENTION
    if hearer.person_id == said.answers and level != MUTED:
        return REPLY
    if hears_all:
        return TOPIC if level == FOLLOWED else ROOM
    return None


async def _find_hearers(
    transaction: Transaction, said: Said, addressed: frozenset[int], is_for_all: bool
) -> Sequence[AnyRow]:
    """Return who of the room may be told, with what they want to hear of it."""
    statement = _hearers(is_for_all and not said.is_direct, said.is_direct)
    values = {"room_id": said.room_id, "topic_id": said.topic_id, "author_id": said.author_id}
    return await fetch(transaction.session, statement, **values, addressed=sorted(addressed))


@cache
def _hearers(is_listened: bool, is_direct: bool) -> Select[*tuple[Any, ...]]:
    topic = (TopicLevel.person_id == Membership.person_id) & (TopicLevel.topic_id == bindparam("topic_id"))
    room = (RoomLevel.person_id == Membership.person_id) & (RoomLevel.room_id == Membership.room_id)
    concerned: ColumnElement[bool] = Membership.person_id.in_(bindparam("addressed", expanding=True))
    if is_direct:
        concerned = concerned | true()
    if is_listened:
        concerned = concerned | (TopicLevel.level == FOLLOWED) | (RoomLevel.level == ALL)
    return (
        select(
            Membership.person_id,
            TopicLevel.level.label("topic_level"),
            RoomLevel.level.label("room_level"),
        )
        .outerjoin(TopicLevel, topic)
        .outerjoin(RoomLevel, room)
        .where(Membership.room_id == bindparam("room_id"))
        .where(Membership.person_id != bindparam("author_id"), concerned)
        .order_by(Membership.person_id)
    )


_TOLD = (
    select(Notification.person_id)
    .where(Notification.topic_id == bindparam("topic_id"), Notification.kind.in_(GATHERED))
    .where(Notification.read_at.is_(None))
    .order_by(Notification.id)
    # Held until this message is committed: whoever marks the topic as read at this moment leaves it unread.
    .with_for_update(read=True)
)


async def _find_told(transaction: Transaction, topic_id: int) -> set[int]:
    """Return who has an unread notification that stands for everything unread of a topic."""
    return {row.person_id for row in await fetch(transaction.session, _TOLD, topic_id=topic_id)}


_NAMED_BEFORE = select(Notification.person_id).where(
    Notification.message_key == bindparam("key"),
    Notification.kind == MENTION,
    Notification.person_id.in_(bindparam("addressed", expanding=True)),
)


async def tell_of_edit(transaction: Transaction, said: Said) -> None:
    """Tell those whom other words name for the first time; take it back where they name somebody no more."""
    if said.mentions and not said.is_direct:
        values = {"key": said.key, "addressed": sorted(said.mentions)}
        before = {row.person_id for row in await fetch(transaction.session, _NAMED_BEFORE, **values)}
        await tell_of_message(transaction, replace(said, mentions=said.mentions - before, answers=None))
    await _tell_changed(transaction, said.key)


_ABOUT = (
    select(Notification.person_id)
    .distinct()
    .where(Notification.message_key == bindparam("key"), Notification.read_at.is_(None))
)


async def _tell_changed(transaction: Transaction, key: int) -> None:
    """Let the devices of those who were told of a message count again what they have not read."""
    for row in await fetch(transaction.session, _ABOUT, key=key):
        tell_read(transaction, row.person_id)


async def take_back(transaction: Transaction, key: int, topic_id: int) -> None:
    """Settle what was told of a message that has just been removed."""
    await _tell_changed(transaction, key)
    await close_read(transaction, [topic_id])
