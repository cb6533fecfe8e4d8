"""Marking notifications as read: one or all up to a number, on every device of the person at once."""

from sqlalchemy import ColumnElement, update

from balkancluster.access import Actor
from balkancluster.notifications.models import Notification
from balkancluster.notifications.telling import READ
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction


async def mark_read(log: Log, actor: Actor, seq: int) -> None:
    """Mark everything up to this number of the actor's own stream. What was read already changes nothing."""
    await _mark(log, actor, Notification.seq <= seq)


async def mark_one_read(log: Log, actor: Actor, notification_id: int) -> None:
    """Mark one. That of somebody else, or one that does not exist, changes nothing."""
    await _mark(log, actor, Notification.id == notification_id)


async def _mark(log: Log, actor: Actor, which: ColumnElement[bool]) -> None:
    async def act(transaction: Transaction) -> None:
        marked = await transaction.session.scalars(
            update(Notification)
            .where(Notification.person_id == actor.id, Notification.read_at.is_(None), which)
            .values(read_at=transaction.at)
            .returning(Notification.id)
            .execution_options(synchronize_session=False)
        )
        if marked.all():
            tell_read(transaction, actor.id)

    await log.append((), act)


def tell_read(transaction: Transaction, person_id: int) -> None:
    """Let the person's devices hear that something was read; once for all of it in a transaction."""
    transaction.tell(person_id, READ, once=(READ, person_id), actor_id=person_id)
