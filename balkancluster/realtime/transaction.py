"""What an act may do inside the log's shared transaction."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import NotFound
from balkancluster.realtime.models import Event, Stream
from balkancluster.realtime.streams import open_stream

Result = TypeVar("Result")


@dataclass(slots=True)
class Transaction:
    """The session, the database's time, and the counters of the streams that were locked for this batch.

    `epochs` holds the epoch of each locked stream.
    """

    session: AsyncSession
    at: datetime
    heads: dict[int, int]
    epochs: dict[int, str]
    events: list[dict[str, Any]] = field(default_factory=list)

    async def open(self, kind: str) -> int:
        """Create a stream inside this transaction and return its id."""
        stream_id = await open_stream(self.session, kind)
        stream = await self.session.get_one(Stream, stream_id)
        self.heads[stream_id], self.epochs[stream_id] = stream.head, stream.epoch
        return stream_id

    def record(
        self,
        stream_id: int,
        kind: str,
        *,
        actor_id: int | None = None,
        message_key: int | None = None,
        topic_id: int | None = None,
        person_id: int | None = None,
    ) -> int:
        """Add an event to a locked stream and return its number. Raises NotFound for an unknown stream."""
        if stream_id not in self.heads:
            raise NotFound
        seq = self.heads[stream_id] = self.heads[stream_id] + 1
        self.events.append(
            {
                "stream_id": stream_id,
                "seq": seq,
                "kind": kind,
                "at": self.at,
                "actor_id": actor_id,
                "message_key": message_key,
                "topic_id": topic_id,
                "person_id": person_id,
            }
        )
        return seq

    def mark(self) -> tuple[dict[int, int], int]:
        """Remember the counters, so that a refused act leaves no gap."""
        return dict(self.heads), len(self.events)

    def return_to(self, mark: tuple[dict[int, int], int]) -> None:
        """Take back everything recorded since the mark."""
        heads, length = mark
        self.heads = heads
        del self.events[length:]

    async def write_events(self) -> dict[int, int]:
        """Insert what was recorded, raise the counters, and return the new head of each stream that moved."""
        if not self.events:
            return {}
        await self.session.execute(insert(Event), self.events)
        moved = {event["stream_id"]: event["seq"] for event in self.events}
        for stream_id, head in sorted(moved.items()):
            await self.session.execute(update(Stream).where(Stream.id == stream_id).values(head=head))
        return moved


Act = Callable[[Transaction], Awaitable[Result]]


Now = Callable[[AsyncSession], Awaitable[datetime]]


async def begin(session: AsyncSession, streams: Iterable[int], now: Now) -> Transaction:
    """Lock these streams in ascending order, so that two processes never wait for each other in a circle."""
    statement = (
        select(Stream.id, Stream.head, Stream.epoch)
        .where(Stream.id.in_(sorted(set(streams))))
        .order_by(Stream.id)
        .with_for_update()
    )
    rows = (await session.execute(statement)).all()
    return Transaction(
        session=session,
        at=await now(session),
        heads={row.id: row.head for row in rows},
        epochs={row.id: row.epoch for row in rows},
    )
