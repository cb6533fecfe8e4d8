"""Reading the log of a room: events after a number, joined with what they say today."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow
from balkancluster.members.marks import Mark, find_marks
from balkancluster.realtime.models import Event
from balkancluster.rooms.messages import read_by_key
from balkancluster.rooms.models import Topic
from balkancluster.rooms.topic_list import COLUMNS
from balkancluster.rooms.views import EventView, MessageView, TopicView


async def read_events(session: AsyncSession, room_id: int, after: int, limit: int) -> list[EventView]:
    """Return the events after a number, oldest first."""
    statement = (
        select(
            Event.seq,
            Event.kind,
            Event.at,
            Event.actor_id,
            Event.message_key,
            Event.topic_id,
            Event.person_id,
        )
        .where(Event.stream_id == room_id, Event.seq > after)
        .order_by(Event.seq)
        .limit(limit)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return []
    messages = await read_by_key(session, (row.message_key for row in rows if row.message_key is not None))
    topics = await _read_topics(session, {row.topic_id for row in rows if _is_of_topic(row)})
    people = {row.actor_id for row in rows} | {row.person_id for row in rows}
    marks = await find_marks(session, people - {None})
    return [_view(row, marks, messages, topics) for row in rows]


async def _read_topics(session: AsyncSession, topic_ids: set[int]) -> dict[int, TopicView]:
    if not topic_ids:
        return {}
    rows = await session.execute(select(*COLUMNS).where(Topic.id.in_(topic_ids)))
    return {row.id: TopicView(*row) for row in rows}


def _view(
    row: AnyRow, marks: dict[int, Mark], messages: dict[int, MessageView], topics: dict[int, TopicView]
) -> EventView:
    return EventView(
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        actor=marks.get(row.actor_id),
        message=messages.get(row.message_key),
        topic=topics[row.topic_id] if _is_of_topic(row) else None,
        person=marks.get(row.person_id),
    )


def _is_of_topic(row: AnyRow) -> bool:
    """Whether the event is about a topic itself, and not about something said in it."""
    kind: str = row.kind
    return kind.startswith("topic.")
