"""Reading reactions: those of a page of messages in one statement, oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.members.marks import Mark
from balkancluster.rooms.models import Message, Reaction
from balkancluster.rooms.views import MessageView, ReactionView

PEOPLE_NAMED = 50
"""So many people of one reaction are named on the wire, those who came first; all of them are counted."""


_ONE = (Reaction.message_key, Reaction.emoji)
_ORDER = (Reaction.added_at, Reaction.person_id)
_NUMBERED = (
    select(
        *_ONE,
        Reaction.person_id,
        Reaction.added_at,
        func.row_number().over(partition_by=_ONE, order_by=_ORDER).label("place"),
        func.count().over(partition_by=_ONE).label("people"),
    )
    .where(Reaction.message_key.in_(bindparam("messages", expanding=True)))
    .subquery()
)
_REACTIONS = (
    select(_NUMBERED.c.message_key, _NUMBERED.c.emoji, _NUMBERED.c.person_id, _NUMBERED.c.people)
    .where(_NUMBERED.c.place <= PEOPLE_NAMED)
    .order_by(_NUMBERED.c.added_at, _NUMBERED.c.person_id)
)


async def read_reactions(session: AsyncSession, keys: Iterable[int]) -> list[AnyRow]:
    """Return (message_key, emoji, person_id, people) of these messages, where `people` counts everybody."""
    wanted = list(keys)
    if not wanted:
        return []
    return list(await fetch(session, _REACTIONS, messages=wanted))


def group_reactions(rows: Sequence[AnyRow], marks: dict[int, Mark]) -> dict[int, tuple[ReactionView, ...]]:
    """Return the reactions of each message: the emoji that came first stands first, and so do its people."""
    people: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    counts: dict[tuple[int, str], int] = {}
    for row in rows:
        people[row.message_key, row.emoji].append(marks[row.person_id])
        counts[row.message_key, row.emoji] = row.people
    found: dict[int, tuple[ReactionView, ...]] = defaultdict(tuple)
    for (key, emoji), named in people.items():
        found[key] += (ReactionView(emoji, tuple(named), counts[key, emoji]),)
    return found


async def find_own_reactions(
    session: AsyncSession, person_id: int, messages: Sequence[MessageView]
) -> set[tuple[str, str]]:
    """Return (message id, emoji) of the reactions of one person, also where they are not among the named."""
    reacted = [message for message in messages if message.reactions]
    own = {
        (message.id, reaction.emoji)
        for message in reacted
        for reaction in message.reactions
        if any(person.id == person_id for person in reaction.people)
    }
    crowded = [
        message.id
        for message in reacted
        if any(reaction.count > len(reaction.people) for reaction in message.reactions)
    ]
    if crowded:
        statement = select(Message.id, Reaction.emoji).join(Message, Message.key == Reaction.message_key)
        statement = statement.where(Message.id.in_(crowded), Reaction.person_id == person_id)
        own |= {(row.id, row.emoji) for row in await session.execute(statement)}
    return own
