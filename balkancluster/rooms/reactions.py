"""Reactions: an emoji put to a message, each addition and removal one act of the room's log."""

from collections import defaultdict

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, ensure_can
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import Reaction
from balkancluster.rooms.palette import clean_emoji
from balkancluster.rooms.posting import find_message
from balkancluster.rooms.rights import ensure_open

MOST_ON_A_MESSAGE = 20
MOST_OF_A_PERSON = 10


async def add_reaction(log: Log, actor: Actor, room_id: int, message_id: str, emoji: str) -> None:
    """Put an emoji to a message; repeating it changes nothing.

    Raises Invalid for another emoji than those of the palette and for too many of them, NotFound for a
    stranger, Forbidden for a message that was taken back, Conflict in an archived room.
    """
    await _react(log, actor, room_id, message_id, emoji, wanted=True)


async def remove_reaction(log: Log, actor: Actor, room_id: int, message_id: str, emoji: str) -> None:
    """Take one's emoji back; repeating it changes nothing. Raises as `add_reaction` does."""
    await _react(log, actor, room_id, message_id, emoji, wanted=False)


async def toggle_reaction(log: Log, actor: Actor, room_id: int, message_id: str, emoji: str) -> None:
    """Put an emoji to a message, or take it back where it was. Raises as `add_reaction` does."""
    await _react(log, actor, room_id, message_id, emoji, wanted=None)


async def _react(
    log: Log, actor: Actor, room_id: int, message_id: str, emoji: str, *, wanted: bool | None
) -> None:
    emoji = clean_emoji(emoji)

    async def act(transaction: Transaction) -> None:
        seat, message = await find_message(transaction, actor, room_id, message_id)
        ensure_open(seat)
        ensure_can(actor, "react.message", (seat, message))
        there = await _read_people(transaction.session, message.key)
        is_there = actor.id in there[emoji]
        if wanted is is_there:
            return
        row = {"message_key": message.key, "person_id": actor.id, "emoji": emoji}
        if is_there:
            await transaction.session.execute(delete(Reaction).filter_by(**row))
        else:
            _ensure_room_for(emoji, there, actor)
            await transaction.session.execute(insert(Reaction).values(row | {"added_at": transaction.at}))
        # The topic does not rise by it: its `last_seq` stays, and nothing becomes unread.
        kind = "reaction.removed" if is_there else "reaction.added"
        place = {"message_key": message.key, "topic_id": message.topic_id}
        transaction.record(room_id, kind, actor_id=actor.id, **place)

    await log.append(room_id, act)


async def _read_people(session: AsyncSession, key: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    statement = select(Reaction.emoji, Reaction.person_id).where(Reaction.message_key == key)
    for row in await session.execute(statement):
        found[row.emoji].add(row.person_id)
    return found


def _ensure_room_for(emoji: str, there: dict[str, set[int]], actor: Actor) -> None:
    different = [sign for sign, people in there.items() if people and sign != emoji]
    if len(different) >= MOST_ON_A_MESSAGE:
        message = _("A message can carry at most %(limit)s different reactions.", limit=MOST_ON_A_MESSAGE)
        raise Invalid(message, field="emoji", code="too_many_reactions")
    if sum(actor.id in people for people in there.values()) >= MOST_OF_A_PERSON:
        message = _("You can put at most %(limit)s reactions to a message.", limit=MOST_OF_A_PERSON)
        raise Invalid(message, field="emoji", code="too_many_reactions")
