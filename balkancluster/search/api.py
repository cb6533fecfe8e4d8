"""Search, for programs."""

from balkancluster.realtime.streams import read_id
from balkancluster.rooms.api.common import READ
from balkancluster.rooms.rights import find_seat
from balkancluster.search.searching import read_asker, search
from balkancluster.search.sources import Part
from balkancluster.search.wire import SearchOut, SearchQuery, search_out
from balkancluster.web.operations import Call, Operation


async def search_everything(call: Call) -> SearchOut:
    """Answers of one kind; with a room only what was said in it. Raises NotFound for a stranger's room."""
    query: SearchQuery = call.query
    part = Part(query.sort, query.before, query.limit)
    async with call.services.database.read() as session:
        room_id = read_id(query.room) if query.room else None
        if room_id is not None:
            await find_seat(session, call.actor, room_id)
        asker = await read_asker(session, call.actor, call.locale, room_id)
        results = await search(session, asker, query.q, query.kind, part, is_exact=query.exact)
    return search_out(results, call.locale)


operations = [
    Operation(
        "GET",
        "/search",
        search_everything,
        READ,
        "Search messages, topics, people, organisations, rooms or files",
        query=SearchQuery,
        answer=SearchOut,
    )
]
