"""Messages as a source: in the reader's rooms alone, the newest first or the best."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.rooms.found import FoundMessage, read_found_messages
from balkancluster.rooms.indexing import AUTHOR, HAS_FILE, HAS_LINK, ROOM, TOPIC
from balkancluster.rooms.times import find_key_at
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import excerpt, has_found, mark
from balkancluster.search.operators import Thing
from balkancluster.search.places import name_of
from balkancluster.search.ranking import rank
from balkancluster.search.sources import BEST, Found, Page, Part
from balkancluster.textindex.entries import mark_of
from balkancluster.textindex.indexes import MESSAGES
from balkancluster.textindex.searching import find_newest
from balkancluster.textindex.terms import Marks

HAS = {Thing.LINK: HAS_LINK, Thing.FILE: HAS_FILE}

MOST_LOOKS = 5
"""How often it is looked further where what was found may not be shown, or is of another day."""


class Messages:
    """What was said."""

    kind = "message"
    knows_filters = True

    async def find(self, session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return messages of the asker's rooms. Where days are asked for they come by time."""
        if part.sort != BEST or wanted.has_days or not wanted.terms:
            return await _find_newest(session, asker, wanted, part)
        ranked = await rank(session, MESSAGES, wanted, marks_of(asker, wanted), part)
        found = await read_found_messages(session, asker.actor, _numbers(ranked.keys))
        items = tuple(_show(asker, wanted, each, ranked.is_related(each.key)) for each in found)
        return Page(items, ranked.following)


async def _find_newest(session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
    marks, before = marks_of(asker, wanted), await _find_start(session, wanted, part)
    met: list[FoundMessage] = []
    for _look in range(MOST_LOOKS):
        most = part.limit + 1
        keys = await find_newest(session, MESSAGES, wanted.wide, marks, before, most)
        found = await read_found_messages(session, asker.actor, _numbers(keys))
        met += [each for each in found if is_within(wanted, each.view.posted_at)]
        is_past = bool(found) and wanted.since is not None and found[-1].view.posted_at < wanted.since
        if len(keys) < most or is_past or len(met) > part.limit:
            break
        before = int(keys[-1])
    shown = met[: part.limit]
    items = tuple(_show(asker, wanted, each, not _has_own(wanted, each)) for each in shown)
    return Page(items, str(shown[-1].key) if len(met) > part.limit else "")


async def _find_start(session: AsyncSession, wanted: Wanted, part: Part) -> int | None:
    if wanted.until is None:
        return part.place
    end = await find_key_at(session, wanted.until)
    return end if part.place is None else min(end, part.place)


def is_within(wanted: Wanted, at: datetime) -> bool:
    """Whether a moment is one of the days that were asked for."""
    return (wanted.since is None or at >= wanted.since) and (wanted.until is None or at < wanted.until)


def marks_of(asker: Asker, wanted: Wanted) -> Marks:
    """Return what a message has to be marked with: one of the asker's rooms, and all that was asked for."""
    groups = [{mark_of(ROOM, room) for room in asker.rooms}]
    if wanted.rooms is not None:
        rooms = {mark_of(ROOM, room) for room in wanted.rooms}
        groups.append(rooms | {mark_of(TOPIC, topic) for topic in wanted.topics or ()})
    if wanted.authors is not None:
        groups.append({mark_of(AUTHOR, person) for person in wanted.authors})
    return [*groups, *({HAS[thing]} for thing in sorted(wanted.things))]


def _numbers(keys: Sequence[int | str]) -> list[int]:
    return [int(key) for key in keys]


def _has_own(wanted: Wanted, found: FoundMessage) -> bool:
    """Whether all that was typed stands in a message, and not only words of other languages."""
    return wanted.wide == wanted.terms or has_found(found.text, wanted.terms)


def _show(asker: Asker, wanted: Wanted, found: FoundMessage, is_related: bool) -> Found:
    view = found.view
    room = asker.rooms[view.room_id]
    return Found(
        kind="message",
        id=view.id,
        address=f"/rooms/{view.room_id}/messages/{view.id}",
        title=mark(view.author.name, (), view.author.lang),
        words=excerpt(found.text, wanted.wide, view.lang),
        author=view.author,
        at=view.posted_at,
        place=(name_of(room),),
        topic=(found.title, found.title_lang) if found.title else None,
        room_id=view.room_id,
        topic_id=view.topic_id,
        is_related=is_related,
    )
