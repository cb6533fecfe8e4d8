"""Finding a room by a word of its name, typed in any script and any language that the room is named in."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.i18n.folding import fold, tokens
from balkancluster.rooms.texts import read_wordings
from balkancluster.rooms.views import RoomView


async def keep_named(session: AsyncSession, rooms: Sequence[RoomView], text: str) -> list[RoomView]:
    """Return the rooms with every word of the text in their names, or in those of a direct room's people."""
    wanted = tokens(text)
    if not wanted:
        return list(rooms)
    wordings = await read_wordings(session, (room.id for room in rooms))
    found = []
    for room in rooms:
        names = [wording.name for wording in wordings.get(room.id, {}).values()]
        others = [person.other_name for person in room.people]
        folded = fold(" ".join([room.name, *names, *others]))
        if all(word in folded for word in wanted):
            found.append(room)
    return found
