"""Topics as a source: those of the reader's rooms, and of open rooms that they may join."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.rooms.found import FoundTopic, read_found_topics
from balkancluster.rooms.indexing import ROOM
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import mark
from balkancluster.search.places import name_of
from balkancluster.search.ranking import rank
from balkancluster.search.sources import Found, Page, Part
from balkancluster.textindex.entries import mark_of
from balkancluster.textindex.indexes import TOPICS


class Topics:
    """What is talked about, by title."""

    kind = "topic"
    knows_filters = False

    async def find(self, session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return topics with these words in their titles."""
        marks = [{mark_of(ROOM, room) for room in (*asker.rooms, *asker.joinable)}]
        ranked = await rank(session, TOPICS, wanted, marks, part)
        found = await read_found_topics(session, asker.actor, [int(key) for key in ranked.keys])
        shown = [_show(asker, wanted, topic, ranked.is_related(topic.id)) for topic in found]
        return Page(tuple(item for item in shown if item), ranked.following)


def _show(asker: Asker, wanted: Wanted, topic: FoundTopic, is_related: bool) -> Found | None:
    room = asker.rooms.get(topic.room_id) or asker.joinable.get(topic.room_id)
    if room is None:
        return None
    topic_address = f"/rooms/{topic.room_id}/topics/{topic.id}"
    return Found(
        kind="topic",
        id=str(topic.id),
        address=topic_address if topic.is_mine else f"/rooms/{topic.room_id}",
        title=mark(topic.title, wanted.wide, topic.lang),
        place=(name_of(room),),
        room_id=topic.room_id,
        topic_id=topic.id,
        is_related=is_related,
        is_to_join=not topic.is_mine,
    )
