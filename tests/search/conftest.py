"""Who searches, and what for."""

from collections.abc import Awaitable, Callable

import pytest

import balkancluster.app  # noqa: F401 - says what can be searched
from balkancluster.access import Actor
from balkancluster.search.searching import Results, read_asker, search
from balkancluster.search.sources import NEWEST, Part
from tests.people import Network

Search = Callable[..., Awaitable[Results]]


@pytest.fixture
def look(network: Network) -> Search:
    """Searches as somebody: `await look(network.ana, "vuna", kind="message")`."""

    async def look_for(
        who: Actor,
        text: str,
        kind: str = "",
        *,
        exact: bool = False,
        room: int | None = None,
        **part: str | int,
    ) -> Results:
        async with network.database.read() as session:
            asker = await read_asker(session, who, who.locale or "en", room)
            wanted = Part(**({"sort": NEWEST} | part))  # type: ignore[arg-type]
            return await search(session, asker, text, kind, wanted, is_exact=exact)

    return look_for


def said(results: Results, kind: str = "message") -> list[str]:
    """Return the words of what was found of a kind, in its order."""
    items = [item for section in results.sections if section.kind == kind for item in section.page.items]
    return [item.words.text if item.words else item.title.text for item in items]


def titles(results: Results, kind: str) -> list[str]:
    """Return the names of what was found of a kind, in its order."""
    return [
        item.title.text for section in results.sections if section.kind == kind for item in section.page.items
    ]
