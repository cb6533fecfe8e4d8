"""The page of search, whose address is the search, and suggestions while somebody types."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.i18n.text import collapse_spaces, has_control_characters
from balkancluster.search.kinds import KINDS, label_of
from balkancluster.search.searching import read_asker, search
from balkancluster.search.sources import BEST, NEWEST, Part, all_sources
from balkancluster.search.suggesting import suggest
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.pages import render
from balkancluster.web.services import actor, services

NAMES = ("q", "kind", "sort", "exact", "before")


@signed_in
async def show_search(request: Request) -> Response:
    """Show what was found, or what can be looked for."""
    asked = {name: request.query_params.get(name, "") for name in NAMES}
    text, kind = _readable(asked["q"]), asked["kind"] if asked["kind"] in KINDS else ""
    sort = BEST if asked["sort"] == BEST else NEWEST
    part = Part(sort, asked["before"] if kind else "")
    async with services(request).database.read() as session:
        asker = await read_asker(session, actor(request), locale_of(request))
        results = (
            await search(session, asker, text, kind, part, is_exact=bool(asked["exact"])) if text else None
        )
    chosen = {"q": text, "kind": kind, "sort": asked["sort"] and sort, "exact": asked["exact"] and "1"}
    return render(
        request,
        "search/index.html",
        text=text,
        kind=kind,
        sort=sort,
        is_further=bool(part.before),
        is_exact=bool(asked["exact"]),
        results=results,
        wanted=results.wanted if results else None,
        kinds=[source.kind for source in all_sources()],
        label_of=label_of,
        address_of=lambda **changes: _address(chosen | changes),
    )


@signed_in
async def show_suggestions(request: Request) -> Response:
    """Return a list of what begins as was typed, to be put under the field."""
    text = _readable(request.query_params.get("q", ""))
    async with services(request).database.read() as session:
        asker = await read_asker(session, actor(request), locale_of(request))
        found = await suggest(session, asker, text)
    return render(request, "search/suggestions.html", text=text, found=found, label_of=label_of)


def _readable(text: str) -> str:
    return "" if has_control_characters(text) else collapse_spaces(text)


def _address(parts: dict[str, Any]) -> str:
    """Return the address of a search, of its first page unless a place is given."""
    chosen = {name: value for name, value in parts.items() if value and value != NEWEST}
    return f"/search?{urlencode(chosen)}" if chosen else "/search"


routes = [
    Route("/search", show_search, methods=["GET"]),
    Route("/search/suggestions", show_suggestions, methods=["GET"]),
]
