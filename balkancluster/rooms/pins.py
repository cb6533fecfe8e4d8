"""Pins: messages that who runs a room keeps in sight, each pin one act of the room's log."""

from sqlalchemy import delete, func, insert, select

from balkancluster.access import Actor, ensure_can
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import Message, Pin
from balkancluster.rooms.posting import find_message
from balkancluster.rooms.rights import ensure_open

MOST_IN_A_TOPIC = 20


async def pin_message(log: Log, actor: Actor, room_id: int, message_id: str) -> None:
    """Keep a message in sight at the head of its topic; repeating it changes nothing.

    Raises NotFound for a stranger, Forbidden for who does not run the room and for a message that was taken
    back, Invalid when the topic has too many pins, Conflict in an archived room.
    """

    async def act(transaction: Transaction) -> None:
        message = await _find(transaction, actor, room_id, message_id)
        if await _is_pinned(transaction, message):
            return
        await _ensure_room_for_one(transaction, message)
        row = {"message_key": message.key, "pinned_by": actor.id, "pinned_at": transaction.at}
        await transaction.session.execute(insert(Pin).values(row))
        _record(transaction, actor, message, "message.pinned")

    await log.append(room_id, act)


async def unpin_message(log: Log, actor: Actor, room_id: int, message_id: str) -> None:
    """Let a message go from the head of its topic; repeating it changes nothing. Raises as `pin_message`."""

    async def act(transaction: Transaction) -> None:
        message = await _find(transaction, actor, room_id, message_id)
        if not await _is_pinned(transaction, message):
            return
        await transaction.session.execute(delete(Pin).where(Pin.message_key == message.key))
        _record(transaction, actor, message, "message.unpinned")

    await log.append(room_id, act)


async def _find(transaction: Transaction, actor: Actor, room_id: int, message_id: str) -> Message:
    seat, message = await find_message(transaction, actor, room_id, message_id)
    ensure_open(seat)
    ensure_can(actor, "pin.message", (seat, message))
    return message


async def _is_pinned(transaction: Transaction, message: Message) -> bool:
    statement = select(Pin.message_key).where(Pin.message_key == message.key)
    return await transaction.session.scalar(statement) is not None


async def _ensure_room_for_one(transaction: Transaction, message: Message) -> None:
    statement = select(func.count()).select_from(Pin).join(Message, Message.key == Pin.message_key)
    count = await transaction.session.scalar(statement.where(Message.topic_id == message.topic_id)) or 0
    if count >= MOST_IN_A_TOPIC:
        text = _(
            "A topic can have at most %(limit)s pinned messages. Unpin one first.", limit=MOST_IN_A_TOPIC
        )
        raise Invalid(text, field="message", code="too_many_pins")


def _record(transaction: Transaction, actor: Actor, message: Message, kind: str) -> None:
    # As with reactions the topic does not rise by it, and nothing becomes unread.
    place = {"message_key": message.key, "topic_id": message.topic_id}
    transaction.record(message.room_id, kind, actor_id=actor.id, **place)
