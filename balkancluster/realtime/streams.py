"""Streams themselves: opening one, naming one from outside, and how far one has come."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import NotFound
from balkancluster.realtime.models import Stream

LARGEST_ID = 2**53 - 1
"""Every id is safe in JSON and JavaScript."""


async def open_stream(session: AsyncSession, kind: str) -> int:
    """Create an empty stream of this kind and return its id, which is also the id of its room or person."""
    stream = Stream(kind=kind)
    session.add(stream)
    await session.flush()
    return stream.id


async def read_head(session: AsyncSession, stream_id: int) -> tuple[str, int]:
    """Return epoch and head of a stream."""
    statement = select(Stream.epoch, Stream.head).where(Stream.id == stream_id)
    epoch, head = (await session.execute(statement)).one()
    return epoch, head


def read_id(text: str) -> int:
    """Read an id from a frame or an address. Raises NotFound for what cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) < 17 and int(text) <= LARGEST_ID):
        raise NotFound
    return int(text)
