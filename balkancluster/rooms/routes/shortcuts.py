"""The page of keyboard shortcuts, which scripts show as a sheet over any other page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.rooms.shortcuts import LAYOUTS, SHORTCUTS
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.pages import render


@signed_in
async def show_shortcuts(request: Request) -> Response:
    """List the shortcuts, with what stands on the keys of the reader's Cyrillic layouts."""
    layouts = LAYOUTS.get(locale_of(request), ())
    return render(request, "rooms/shortcuts.html", shortcuts=SHORTCUTS, layouts=layouts)


routes = [Route("/shortcuts", show_shortcuts)]
