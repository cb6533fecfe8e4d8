"""Reading the log of a room: events after a number, joined with what they say today."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.members.marks import Mark, find_marks
from balkancluster.realtime.models import Event
from balkancluster.rooms.messages import COLUMNS as MESSAGE
from balkancluster.rooms.messages import make_views
from balkancluster.rooms.models import Message, Topic
from balkancluster.rooms.topic_list import COLUMNS
from balkancluster.rooms.views import EventView, MessageView, TopicView

# With their messages in one statement: who hears a room waits for each visit to the database.
_EVENTS = (
    select(
        Event.seq.label("number"),
        Event.kind,
        Event.at,
        Event.actor_id,
        Event.message_key,
        Event.topic_id.label("of_topic"),
        Event.person_id,
        *MESSAGE,
    )
    .outerjoin(Message, Message.key == Event.message_key)
    .where(Event.stream_id == bindparam("room_id"), Event.seq > bindparam("after"))
    .order_by(Event.seq)
    .limit(bindparam("most"))
)


async def read_events(session: AsyncSession, room_id: int, after: int, limit: int) -> list[EventView]:
    """Return the events after a number, oldest first."""
    rows = await fetch(session, _EVENTS, room_id=room_id, after=after, most=limit)
    if not rows:
        return []
    messages = await _make_messages(session, rows)
    topics = await _read_topics(session, {row.of_topic for row in rows if _is_of_topic(row)})
    marks = {message.author.id: message.author for message in messages.values()}
    people = {row.actor_id for row in rows} | {row.person_id for row in rows}
    if others := people - marks.keys() - {None}:
        marks |= await find_marks(session, others)
    return [_view(row, room_id, marks, messages, topics) for row in rows]


async def _make_messages(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, MessageView]:
    by_key = {row.key: row for row in rows if row.key is not None}
    views = await make_views(session, list(by_key.values())) if by_key else []
    return dict(zip(by_key, views, strict=True))


async def _read_topics(session: AsyncSession, topic_ids: set[int]) -> dict[int, TopicView]:
    if not topic_ids:
        return {}
    rows = await session.execute(select(*COLUMNS).where(Topic.id.in_(topic_ids)))
    return {row.id: TopicView(*row) for row in rows}


def _view(
    row: AnyRow,
    room_id: int,
    marks: dict[int, Mark],
    messages: dict[int, MessageView],
    topics: dict[int, TopicView],
) -> EventView:
    message = messages.get(row.message_key)
    topic = topics[row.of_topic] if _is_of_topic(row) else None
    return EventView(
        seq=row.number,
        kind=row.kind,
        at=row.at,
        actor=marks.get(row.actor_id),
        message=_left(message, room_id, row.number) if message and message.room_id != room_id else message,
        topic=_left_topic(topic, room_id, row.number) if topic and topic.room_id != room_id else topic,
        person=marks.get(row.person_id),
    )


def _left(message: MessageView, room_id: int, seq: int) -> MessageView:
    """Return what is left of a message in the log of a room that its topic was moved away from.

    Not its words, and nothing of what happened to it since: readers here may not be in the other room.
    """
    return MessageView(
        id=message.id,
        seq=seq,
        client_id=message.client_id,
        room_id=room_id,
        topic_id=message.topic_id,
        author=message.author,
        posted_at=message.posted_at,
        rev=0,
        body=None,
        html=None,
        lang="",
        edited_at=None,
        removed_at=None,
        reply=None,
        mentions=frozenset(),
        is_moved=True,
    )


def _left_topic(topic: TopicView, room_id: int, seq: int) -> TopicView:
    """Return what is left of a topic in the log of a room that it was moved away from: not its title."""
    return TopicView(topic.id, room_id, "", "", topic.is_first, seq, is_moved=True)


def _is_of_topic(row: AnyRow) -> bool:
    """Whether the event is about a topic itself, and not about something said in it."""
    kind: str = row.kind
    return kind.startswith("topic.")
