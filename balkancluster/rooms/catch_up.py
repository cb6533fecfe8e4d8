"""What is new since the reader was here: unread topics of all rooms, and the first words said in them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import AnyRow
from balkancluster.members.marks import find_marks
from balkancluster.rooms.excerpts import read_excerpts
from balkancluster.rooms.models import FOLLOWED, Membership, Mention, Message, ReadMark, Topic
from balkancluster.rooms.topic_list import list_unread_topics
from balkancluster.rooms.unread import is_new_to
from balkancluster.rooms.views import Glimpse, RoomView, TopicView

TOPICS_SHOWN = 50
GLIMPSES = 3
GLIMPSE_LENGTH = 220

COLUMNS = (
    Message.key,
    Message.id,
    Message.topic_id,
    Message.author_id,
    Message.posted_at,
    Message.html,
    Message.lang,
)


@dataclass(frozen=True, slots=True)
class News:
    """A topic with something unread, its room, and its first unread messages where they were asked for."""

    room: RoomView
    topic: TopicView
    said: tuple[Glimpse, ...] = ()

    @property
    def more(self) -> int:
        """Return how many unread messages are not among the first; of a muted topic only by name."""
        return max(0, self.topic.counted - len(self.said))


@dataclass(frozen=True, slots=True)
class RoomNews:
    """A room with its unread topics."""

    room: RoomView
    topics: tuple[News, ...]


async def list_news(session: AsyncSession, actor: Actor, rooms: list[RoomView]) -> list[News]:
    """Return the unread topics of these rooms: those that name the reader, then followed ones, then the rest.

    Within each the newest comes first. Of a muted topic only what names the reader is news.
    """
    by_id = {room.id: room for room in rooms if room.unread}
    topics = await list_unread_topics(session, actor.id, by_id)
    news = [News(by_id[topic.room_id], topic) for topic in topics]
    news.sort(key=_weight)
    return news[::-1]


def _weight(news: News) -> tuple[bool, bool, bool, datetime | None]:
    topic = news.topic
    return topic.for_me > 0, topic.level == FOLLOWED, topic.last_at is not None, topic.last_at


async def glimpse_news(session: AsyncSession, actor: Actor, news: list[News]) -> list[News]:
    """Return the same with the first unread messages of each topic, in one statement for all of them."""
    said = await _read_glimpses(session, actor.id, [item.topic.id for item in news])
    return [replace(item, said=tuple(said[item.topic.id][: item.topic.counted])) for item in news]


def by_room(news: list[News]) -> list[RoomNews]:
    """Return the news room by room, each where its first topic stands."""
    rooms: dict[int, list[News]] = defaultdict(list)
    for item in news:
        rooms[item.room.id].append(item)
    return [RoomNews(items[0].room, tuple(items)) for items in rooms.values()]


def next_after(news: list[News], topic_id: int | None) -> News | None:
    """Return the topic to read after this one: the next in the list, from the end to its beginning again."""
    places = [place for place, item in enumerate(news) if item.topic.id == topic_id]
    later = news[places[0] + 1 :] + news[: places[0]] if places else news
    return next(iter(later), None)


async def _read_glimpses(
    session: AsyncSession, person_id: int, topic_ids: list[int]
) -> dict[int, list[Glimpse]]:
    names_me = Mention.person_id.is_not(None)
    place = func.row_number().over(partition_by=Message.topic_id, order_by=(names_me.desc(), Message.seq))
    ranked = (
        select(Message.key, names_me.label("names_me"), place.label("place"))
        .join(Topic, Topic.id == Message.topic_id)
        .join(Membership, (Membership.room_id == Topic.room_id) & (Membership.person_id == person_id))
        .outerjoin(ReadMark, (ReadMark.topic_id == Topic.id) & (ReadMark.person_id == person_id))
        .outerjoin(Mention, (Mention.message_key == Message.key) & (Mention.person_id == person_id))
        .where(Topic.id.in_(topic_ids), is_new_to(person_id))
        .subquery()
    )
    statement = (
        select(*COLUMNS, ranked.c.names_me)
        .join(ranked, ranked.c.key == Message.key)
        .where(ranked.c.place <= GLIMPSES)
        .order_by(ranked.c.place)
    )
    return await _glimpses(session, (await session.execute(statement)).all())


async def _glimpses(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[int, list[Glimpse]]:
    marks = await find_marks(session, {row.author_id for row in rows}) if rows else {}
    excerpts = await read_excerpts(session, rows, GLIMPSE_LENGTH)
    found: dict[int, list[Glimpse]] = defaultdict(list)
    for row in rows:
        found[row.topic_id].append(
            Glimpse(
                id=row.id,
                author=marks[row.author_id],
                posted_at=row.posted_at,
                excerpt=excerpts[row.key],
                lang=row.lang,
                is_for_me=bool(row.names_me),
            )
        )
    return found
