"""A part of a topic's talk: its end, what is before or after a number, or what is around one message."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.rooms.messages import PAGE, read_page, read_page_from
from balkancluster.rooms.models import Message, Topic
from balkancluster.rooms.views import MessageView

AROUND = PAGE // 2


@dataclass(frozen=True, slots=True)
class Window:
    """Messages of a topic, oldest first, and whether there are more on either side."""

    messages: list[MessageView]
    has_older: bool
    has_newer: bool

    @property
    def older_before(self) -> int | None:
        """Return the number before which there are older messages, or None."""
        return self.messages[0].seq if self.has_older and self.messages else None

    @property
    def newer_after(self) -> int | None:
        """Return the number after which there are newer messages, or None."""
        return self.messages[-1].seq if self.has_newer and self.messages else None


async def read_end(session: AsyncSession, topic: Topic, limit: int = PAGE) -> Window:
    """Return the newest messages."""
    older, has_older = await _read_before(session, topic, None, limit)
    return Window(older, has_older, has_newer=False)


async def read_before(session: AsyncSession, topic: Topic, seq: int) -> Window:
    """Return the messages before a number."""
    older, has_older = await _read_before(session, topic, seq, PAGE)
    _newer, has_newer = await _read_from(session, topic, seq, 0)
    return Window(older, has_older, has_newer)


async def read_after(session: AsyncSession, topic: Topic, seq: int) -> Window:
    """Return the messages after a number, of which the oldest come first."""
    newer, has_newer = await _read_from(session, topic, seq + 1, PAGE)
    _older, has_older = await _read_before(session, topic, seq + 1, 0)
    return Window(newer, has_older, has_newer)


async def read_around(session: AsyncSession, topic: Topic, seq: int) -> Window:
    """Return the message of a number with what was said before and after it."""
    older, has_older = await _read_before(session, topic, seq, AROUND)
    newer, has_newer = await _read_from(session, topic, seq, AROUND)
    return Window(older + newer, has_older, has_newer)


async def find_seq(session: AsyncSession, topic: Topic, message_id: str) -> int | None:
    """Return the number of a message of this topic, or None."""
    if "\0" in message_id:
        # PostgreSQL fails when it is asked for U+0000, and no id has it.
        return None
    statement = select(Message.seq).where(Message.id == message_id, Message.topic_id == topic.id)
    return await session.scalar(statement)


async def _read_before(
    session: AsyncSession, topic: Topic, seq: int | None, limit: int
) -> tuple[list[MessageView], bool]:
    """Return up to `limit` messages before a number, oldest first, and whether there are more."""
    found = await read_page(session, topic.room_id, topic_id=topic.id, before=seq, limit=limit + 1)
    return found[len(found) - min(limit, len(found)) :], len(found) > limit


async def _read_from(
    session: AsyncSession, topic: Topic, seq: int, limit: int
) -> tuple[list[MessageView], bool]:
    """Return up to `limit` messages from a number on, and whether there are more."""
    found = await read_page_from(session, topic.room_id, topic.id, seq, limit + 1)
    return found[:limit], len(found) > limit
