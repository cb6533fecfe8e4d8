"""While somebody types: people, rooms, organisations and topics that begin so."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import clock
from balkancluster.search.asking import Asker
from balkancluster.search.query import read_query
from balkancluster.search.sources import BEST, Found, Part, find_source
from balkancluster.search.understanding import understand

ORDER = ("person", "room", "organisation", "topic")
EACH = 3


async def suggest(session: AsyncSession, asker: Asker, text: str) -> Sequence[Found]:
    """Return a few things of each kind; nothing where filters are typed, which ask for messages alone."""
    wanted = await understand(session, asker, read_query(text), clock.now(), is_exact=True, is_open=True)
    if not wanted.terms or wanted.is_filtered:
        return ()
    sources = filter(None, map(find_source, ORDER))
    pages = [await source.find(session, asker, wanted, Part(BEST, "", EACH)) for source in sources]
    return tuple(found for page in pages for found in page.items)
