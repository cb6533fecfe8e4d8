"""The start page: what is new to the reader, room by room."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.rooms.catch_up import list_news
from balkancluster.rooms.rooms import list_joinable_rooms
from balkancluster.rooms.routes.frame import read_rooms
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.pages import render
from balkancluster.web.services import actor, services


@signed_in
async def show_home(request: Request) -> Response:
    """Show the topics with unread messages, and rooms to join."""
    person, locale = actor(request), locale_of(request)
    async with services(request).database.read() as session:
        frame = await read_rooms(session, person, locale)
        news = await list_news(session, person, frame["rooms"])
        joinable = await list_joinable_rooms(session, person, locale)
    return render(
        request, "rooms/home.html", **(frame | {"section": "home", "news": news, "joinable": joinable})
    )


routes = [Route("/", show_home)]
