"""One search: what was typed, understood; answers of one kind, or the first of every kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import clock
from balkancluster.access import Actor
from balkancluster.rooms.rooms import list_joinable_rooms, list_my_places
from balkancluster.search.asking import Asker, Wanted
from balkancluster.search.query import read_query
from balkancluster.search.sources import Page, Part, Source, all_sources, find_source
from balkancluster.search.spelling import find_meant
from balkancluster.search.understanding import understand

AT_FIRST = 4
"""Answers of each kind but messages where all kinds are shown together."""

MESSAGES_AT_FIRST = 10
MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one kind."""

    kind: str
    page: Page


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a search. `meant` is a nearer query where nothing was found."""

    wanted: Wanted
    sections: tuple[Section, ...] = ()
    meant: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not any(section.page.items for section in self.sections)


async def read_asker(session: AsyncSession, actor: Actor, locale: str, room_id: int | None = None) -> Asker:
    """Return who asks, with the rooms they are in and those they could join now; or in one room alone."""
    mine = {room.id: room for room in await list_my_places(session, actor, locale)}
    if room_id is not None:
        return Asker(actor, locale, {room_id: mine[room_id]})
    joinable = await list_joinable_rooms(session, actor, locale)
    return Asker(actor, locale, mine, {room.id: room for room in joinable})


async def search(
    session: AsyncSession, asker: Asker, text: str, kind: str, part: Part, *, is_exact: bool = False
) -> Results:
    """Return the answers to what was typed: those of one kind, or of every kind the first."""
    wanted = await understand(session, asker, read_query(text), clock.now(), is_exact=is_exact)
    if wanted.is_empty or wanted.is_of_nobody:
        return Results(wanted)
    chosen = find_source(kind)
    sections = [
        await _find(session, asker, wanted, source, part, chosen) for source in _asked(wanted, chosen)
    ]
    found = Results(wanted, tuple(sections))
    if not found.is_empty or part.before:
        return found
    return Results(wanted, tuple(sections), await find_meant(session, asker, text))


def _asked(wanted: Wanted, chosen: Source | None) -> Sequence[Source]:
    """Return whom to ask: one kind knows more of filters than to ignore them."""
    able = [source for source in all_sources() if source.knows_filters or not wanted.is_filtered]
    return [source for source in able if chosen is None or source is chosen]


async def _find(
    session: AsyncSession, asker: Asker, wanted: Wanted, source: Source, part: Part, chosen: Source | None
) -> Section:
    if chosen is None:
        part = Part(part.sort, "", MESSAGES_AT_FIRST if source.kind == MESSAGE else AT_FIRST)
    return Section(source.kind, await source.find(session, asker, wanted, part))
