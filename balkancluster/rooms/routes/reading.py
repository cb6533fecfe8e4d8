"""Reading a topic: the way into a room, and the page of a talk."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor, can
from balkancluster.database import new_id
from balkancluster.errors import NotFound
from balkancluster.files.api import keeper_of
from balkancluster.rooms.attachments import list_loose_files
from balkancluster.rooms.conversation import lay_out
from balkancluster.rooms.messages import PAGE, list_pinned
from balkancluster.rooms.models import Topic
from balkancluster.rooms.palette import GROUPS, OFTEN
from balkancluster.rooms.places import find_topic_place
from balkancluster.rooms.reaction_views import find_own_reactions
from balkancluster.rooms.rights import Seat, find_joinable, find_seat
from balkancluster.rooms.rooms import view_room
from balkancluster.rooms.routes.frame import read_frame, read_number, read_rooms, room_id, topic_id
from balkancluster.rooms.routes.presence import read_presence
from balkancluster.rooms.routes.translated import (
    begin_always,
    find_wanted,
    list_sources,
    translate_entries,
)
from balkancluster.rooms.topic_list import list_topics
from balkancluster.rooms.topics import find_topic
from balkancluster.rooms.views import MessageView, RoomView, TopicView
from balkancluster.rooms.windows import Window, find_seq, read_after, read_around, read_before, read_end
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

LONGEST_PAGE = 200


@signed_in
async def show_room(request: Request) -> Response:
    """Lead to the newest topic of a room, where the new begins in it, or show the way into an open room."""
    person, locale = actor(request), locale_of(request)
    async with services(request).database.read() as session:
        try:
            seat = await find_seat(session, person, room_id(request))
        except NotFound:
            await find_joinable(session, room_id(request))
            frame = await read_rooms(session, person, locale)
            room = await view_room(session, person, room_id(request), locale)
            return render(request, "rooms/join.html", room=room, **frame)
        newest = (await list_topics(session, person.id, seat.room_id))[0]
    return see_other(_address(seat, newest))


def _address(seat: Seat, topic: TopicView) -> str:
    """Return where a topic opens without scripts: at what is new to the reader, or at its end."""
    return f"/rooms/{seat.room_id}/topics/{topic.id}#{'since' if topic.unread else 'newest'}"


@signed_in
async def show_topic(request: Request) -> Response:
    """Show a topic: the newest messages, those before or after a number, or those around one.

    Under the address of a room that it was moved away from it leads to where it is now.
    """
    try:
        return await render_topic(request, Form({"client_id": new_id()}))
    except NotFound:
        async with services(request).database.read() as session:
            place = await find_topic_place(session, actor(request), topic_id(request))
        if place.room_id == room_id(request):
            raise
        query = f"?{request.url.query}" if request.url.query else ""
        return see_other(f"/rooms/{place.room_id}/topics/{place.topic_id}{query}")


async def render_topic(request: Request, form: Form, status: int = 200, room: int | None = None) -> Response:
    """Return the page of a topic with what was typed into its composer.

    `room` is where the topic is when that is not the room of the address. Raises NotFound.
    """
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room or room_id(request))
        context = await read_conversation(session, request, seat, topic_id(request), form)
    return render(request, "rooms/topic.html", status=status, **context)


async def read_conversation(
    session: AsyncSession, request: Request, seat: Seat, wanted: int, form: Form
) -> dict[str, Any]:
    """Return all that the page of a topic shows. Raises NotFound for one of another room."""
    person, locale = actor(request), locale_of(request)
    frame = await read_frame(session, person, seat, locale, wanted)
    topic = _choose_topic(frame["topics"], wanted)
    row = await find_topic(session, seat.room_id, topic.id)
    window, is_part = await _read_window(session, request, row, topic)
    shown = window.messages
    entries = _lay_out(shown, person, topic, await find_own_reactions(session, person.id, shown))
    wanting = await find_wanted(session, request, seat, topic.id)
    entries = await translate_entries(session, request, wanting, entries, shown)
    begin_always(request, wanting, seat.room_id, entries)
    if not is_part:
        frame["here"] = _address(seat, topic)
    return frame | {
        "presence": read_presence(request, frame["rooms"], seat.room_id),
        "topic": topic,
        "entries": entries,
        "wanting": wanting,
        "translatable": list_sources(request, wanting),
        "pins": await list_pinned(session, topic.id),
        "palette": GROUPS,
        "often": OFTEN,
        "older_before": window.older_before,
        "newer_after": window.newer_after,
        "is_newest": not window.has_newer,
        "reply": _find_reply(shown, request),
        "form": form,
        "attached": await list_loose_files(session, person, form.all("files")),
        "may_attach": keeper_of(request).is_open,
        "may_rename_topic": not seat.is_archived and can(person, "rename.topic", (seat, row)),
        "shut": _why_shut(seat, topic, frame["room"]),
    }


def _why_shut(seat: Seat, topic: TopicView, room: RoomView) -> str:
    """Return why nothing can be written here, by the code of its refusal, or nothing."""
    if seat.is_archived:
        return "room_archived"
    if room.is_deserted:
        return "person_left"
    return "topic_closed" if topic.is_closed else ""


def _choose_topic(topics: list[TopicView], wanted: int) -> TopicView:
    found = next((topic for topic in topics if topic.id == wanted), None)
    if found is None:
        raise NotFound
    return found


async def _read_window(
    session: AsyncSession, request: Request, row: Topic, topic: TopicView
) -> tuple[Window, bool]:
    """Return the talk that the address asks for, and whether it asks for a part of its own choice."""
    before, after = read_number(request, "before"), read_number(request, "after")
    at = await find_seq(session, row, request.query_params.get("at", ""))
    if at is not None:
        return await read_around(session, row, at), True
    if before is not None and (part := await read_before(session, row, before)).messages:
        return part, True
    if after is not None and (part := await read_after(session, row, after)).messages:
        return part, True
    return await read_end(session, row, min(max(PAGE, topic.unread + 5), LONGEST_PAGE)), False


def _lay_out(messages: list[MessageView], person: Actor, topic: TopicView, own: set[tuple[str, str]]) -> Any:
    return lay_out(
        messages,
        person_id=person.id,
        read=topic.read,
        unread=topic.unread,
        time_zone=person.time_zone,
        own=own,
    )


def _find_reply(messages: list[MessageView], request: Request) -> MessageView | None:
    wanted = request.query_params.get("reply")
    return next((message for message in messages if message.id == wanted and not message.is_removed), None)


routes = [
    Route("/rooms/{room}", show_room),
    Route("/rooms/{room}/topics/{topic}", show_topic, methods=["GET"]),
]
