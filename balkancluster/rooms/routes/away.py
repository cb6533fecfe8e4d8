"""Since you were away: what is new in every room, the way to the next of it, and marking it as read."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.rooms.catch_up import TOPICS_SHOWN, by_room, glimpse_news, list_news, next_after
from balkancluster.rooms.marking import mark_places_read, parse_places
from balkancluster.rooms.routes.frame import read_number, read_rooms
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import safe_next, see_other
from balkancluster.web.services import actor, services


@signed_in
async def show_away(request: Request) -> Response:
    """Show unread topics room by room, with their first unread messages."""
    person, locale = actor(request), locale_of(request)
    async with services(request).database.read() as session:
        frame = await read_rooms(session, person, locale)
        news = await list_news(session, person, frame["rooms"])
        shown = await glimpse_news(session, person, news[:TOPICS_SHOWN])
    context = {"section": "home", "news": news, "away": by_room(shown), "left": len(news) - len(shown)}
    return render(request, "rooms/away.html", **(frame | context))


@signed_in
async def show_next(request: Request) -> Response:
    """Lead to the next unread topic after the one in the address, or to the page that says there is none."""
    person, locale = actor(request), locale_of(request)
    async with services(request).database.read() as session:
        frame = await read_rooms(session, person, locale)
        news = await list_news(session, person, frame["rooms"])
    found = next_after(news, read_number(request, "topic"))
    return see_other(f"/rooms/{found.room.id}/topics/{found.topic.id}#since" if found else "/away")


@signed_in
async def mark_read(request: Request) -> Response:
    """Mark rooms and topics as read up to the numbers that the page showed."""
    form = await read_form(request)
    places = parse_places(form.value("places").split())
    here = services(request)
    await mark_places_read(here.database, here.log, actor(request), places)
    return see_other(safe_next(form.value("next")))


routes = [
    Route("/away", show_away),
    Route("/away/next", show_next),
    Route("/away/read", mark_read, methods=["POST"]),
]
