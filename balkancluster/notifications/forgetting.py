"""Forgetting the far past of people's own streams, which are news for devices and no record.

Every read mark is an event, so they would grow without end. Whoever is more than 1,000 events behind is told
to load anew (D7), so nobody follows a stream from where it is forgotten. What a person was told stays:
notifications have rows of their own.
"""

from sqlalchemy import delete, select

from balkancluster.database import Database
from balkancluster.realtime.models import PERSON, Event, Stream

KEPT = 2_000
"""So many of the newest events a person's own stream keeps."""

FORGET_EVERY = 6 * 3600.0
AT_ONCE = 100


async def forget_old_events(database: Database, kept: int = KEPT) -> None:
    """Remove the beginning of every long stream of a person; several processes may do it at once."""
    last = 0
    while True:
        async with database.read() as session:
            statement = select(Stream.id, Stream.head).where(
                Stream.id > last, Stream.kind == PERSON, Stream.head > kept
            )
            streams = (await session.execute(statement.order_by(Stream.id).limit(AT_ONCE))).all()
        if not streams:
            return
        async with database.write() as session:
            for stream in streams:
                old = (Event.stream_id == stream.id, Event.seq <= stream.head - kept)
                await session.execute(delete(Event).where(*old))
        last = streams[-1].id
