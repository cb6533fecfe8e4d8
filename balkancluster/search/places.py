"""Rooms as a source, and finding rooms by name: those of one person are few, so they need no index."""

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.messages import Message, _
from balkancluster.rooms.texts import read_wordings
from balkancluster.rooms.views import RoomView
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.marking import has_found, mark
from balkancluster.search.sources import LAST_PLACE, Found, Page, Part
from balkancluster.textindex.terms import Term


def name_of(room: RoomView) -> tuple[str | Message, str]:
    """Return what a room is called, with the tag of its language; who has left has no name."""
    return (room.name, room.lang) if room.name else (_("Former member"), "und")


async def find_named(
    session: AsyncSession, rooms: Iterable[RoomView], terms: Sequence[Term]
) -> list[RoomView]:
    """Return the rooms that have every term in one of their names, in whatever language that is."""
    listed = list(rooms)
    if not terms:
        return []
    wordings = await read_wordings(session, (room.id for room in listed))
    names = {
        room.id: [room.name, *(wording.name for wording in wordings.get(room.id, {}).values())]
        for room in listed
    }
    return [room for room in listed if any(has_found(name, terms) for name in names[room.id])]


class Rooms:
    """Places to talk, by name."""

    kind = "room"
    knows_filters = False

    async def find(self, session: AsyncSession, asker: Asker, wanted: Wanted, part: Part) -> Page:
        """Return the asker's rooms, then those to join."""
        start = min(part.place or 0, LAST_PLACE)
        everywhere = (*asker.rooms.values(), *asker.joinable.values())
        rooms = await find_named(session, everywhere, wanted.terms)
        if wanted.wide != wanted.terms:
            others = await find_named(session, everywhere, wanted.wide)
            rooms += [room for room in others if room not in rooms]
        shown = tuple(_show(asker, wanted, room) for room in rooms[start : start + part.limit])
        following = start + part.limit
        return Page(shown, str(following) if following < len(rooms) else "")


def _show(asker: Asker, wanted: Wanted, room: RoomView) -> Found:
    name, lang = name_of(room)
    return Found(
        kind="room",
        id=str(room.id),
        address=f"/rooms/{room.id}",
        title=mark(name if isinstance(name, str) else name.in_locale(asker.locale), wanted.wide, lang),
        room_id=room.id,
        is_to_join=room.id not in asker.rooms,
    )
