"""What is new since the reader was here: unread topics of all rooms, newest first."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.rooms.topic_list import list_unread_topics
from balkancluster.rooms.views import RoomView, TopicView


@dataclass(frozen=True, slots=True)
class News:
    """A topic with something unread, and its room."""

    room: RoomView
    topic: TopicView


async def list_news(session: AsyncSession, actor: Actor, rooms: list[RoomView]) -> list[News]:
    """Return the unread topics of these rooms: those that name the reader first, then the newest."""
    by_id = {room.id: room for room in rooms if room.unread}
    topics = await list_unread_topics(session, actor.id, by_id)
    news = [News(by_id[topic.room_id], topic) for topic in topics]
    news.sort(key=lambda item: (item.topic.for_me > 0, item.topic.last_at is not None, item.topic.last_at))
    return news[::-1]
