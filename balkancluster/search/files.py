"""Files as a source: by name, where a message of one of the reader's rooms carries them."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.rooms.found import FoundFile, read_found_files
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import mark
from balkancluster.search.messages import is_within, marks_of
from balkancluster.search.places import name_of
from balkancluster.search.ranking import rank
from balkancluster.search.sources import Found, Page, Part
from balkancluster.textindex.indexes import FILES


class Files:
    """What people sent each other."""

    kind = "file"
    knows_filters = True

    async def find(self, session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return files with these words in their names; each leads to its message."""
        if not wanted.terms:
            return Page()
        ranked = await rank(session, FILES, wanted, marks_of(asker, wanted), part)
        found = await read_found_files(session, asker.actor, [str(key) for key in ranked.keys])
        items = [
            _show(asker, wanted, each, ranked.is_related(each.file.id))
            for each in found
            if each.room_id in asker.rooms and is_within(wanted, each.posted_at)
        ]
        return Page(tuple(items), ranked.following)


def _show(asker: Asker, wanted: Wanted, found: FoundFile, is_related: bool) -> Found:
    return Found(
        kind="file",
        id=found.file.id,
        address=f"/rooms/{found.room_id}/messages/{found.message_id}",
        title=mark(found.file.name, wanted.wide),
        at=found.posted_at,
        place=(name_of(asker.rooms[found.room_id]),),
        topic=(found.title, found.title_lang) if found.title else None,
        room_id=found.room_id,
        topic_id=found.topic_id,
        is_related=is_related,
    )
