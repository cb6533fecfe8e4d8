"""Opening a log: every room and every person has one."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.realtime.models import Stream


async def open_stream(session: AsyncSession, kind: str) -> int:
    """Create an empty stream of this kind and return its id, which is also the id of its room or person."""
    stream = Stream(kind=kind)
    session.add(stream)
    await session.flush()
    return stream.id
