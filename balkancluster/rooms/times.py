"""Where in all that was said a moment lies: keys of messages ascend as time does."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import fetch
from balkancluster.rooms.models import Message

_ENDS = select(func.min(Message.key).label("first"), func.max(Message.key).label("last"))
_FROM = (
    select(Message.key, Message.posted_at)
    .where(Message.key >= bindparam("key"))
    .order_by(Message.key)
    .limit(1)
)


async def find_key_at(session: AsyncSession, moment: datetime) -> int:
    """Return the smallest key such that no message before it was posted at that moment or later.

    By halves, some twenty looks by the primary key: an index over times would be written for each post.
    """
    ends = (await fetch(session, _ENDS))[0]
    low, high = ends.first or 0, (ends.last or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = (await fetch(session, _FROM, key=middle))[0]
        if row.posted_at < moment:
            low = row.key + 1
        else:
            high = middle
    return low
