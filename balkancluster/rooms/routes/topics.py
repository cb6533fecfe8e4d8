"""Pages of topics: reading one, opening and retitling one, and the read mark."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor, can, ensure_can
from balkancluster.database import new_id
from balkancluster.errors import Invalid, NotFound
from balkancluster.rooms.api import POSTS
from balkancluster.rooms.conversation import lay_out
from balkancluster.rooms.messages import PAGE, read_page
from balkancluster.rooms.posting import Draft, post_message
from balkancluster.rooms.rights import Seat, find_joinable, find_seat
from balkancluster.rooms.rooms import view_room
from balkancluster.rooms.routes.frame import (
    read_frame,
    read_rooms,
    render_in_room,
    room_id,
    topic_id,
)
from balkancluster.rooms.routes.refusals import REFUSALS, note_refusal, refused
from balkancluster.rooms.topic_list import TOPICS_SHOWN, list_older_topics, list_topics
from balkancluster.rooms.topics import find_topic, rename_topic
from balkancluster.rooms.unread import mark_read
from balkancluster.rooms.views import MessageView, TopicView
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import LARGEST_NUMBER, Form, read_form
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
    """Show a topic: the newest messages, or those before a number."""
    return await render_topic(request, Form({"client_id": new_id()}))


async def render_topic(request: Request, form: Form, status: int = 200) -> Response:
    """Return the page of a topic with what was typed into its composer."""
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        context = await read_conversation(session, request, seat, topic_id(request), form)
    return render(request, "rooms/topic.html", status=status, **context)


async def read_conversation(
    session: AsyncSession, request: Request, seat: Seat, wanted: int, form: Form
) -> dict[str, Any]:
    """Return all that the page of a topic shows. Raises NotFound for one of another room."""
    person, locale = actor(request), locale_of(request)
    frame = await read_frame(session, person, seat, locale, wanted)
    topic = _choose_topic(frame["topics"], wanted)
    before = read_number(request, "before")
    limit = min(max(PAGE, topic.unread + 5), LONGEST_PAGE) if before is None else PAGE
    messages = await read_page(session, seat.room_id, topic_id=topic.id, before=before, limit=limit + 1)
    shown = messages[-limit:]
    row = await find_topic(session, seat.room_id, topic.id)
    if before is None:
        frame["here"] = _address(seat, topic)
    return frame | {
        "topic": topic,
        "entries": _lay_out(shown, person, topic),
        "older_before": shown[0].seq if len(messages) > limit else None,
        "is_newest": before is None,
        "reply": _find_reply(messages, request),
        "form": form,
        "may_rename_topic": can(person, "rename.topic", (seat, row)),
    }


def _choose_topic(topics: list[TopicView], wanted: int) -> TopicView:
    found = next((topic for topic in topics if topic.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _lay_out(messages: list[MessageView], person: Actor, topic: TopicView) -> Any:
    return lay_out(
        messages,
        person_id=person.id,
        read=topic.read,
        unread=topic.unread,
        time_zone=person.time_zone,
    )


def _find_reply(messages: list[MessageView], request: Request) -> MessageView | None:
    wanted = request.query_params.get("reply")
    return next((message for message in messages if message.id == wanted and not message.is_removed), None)


def read_number(request: Request, name: str) -> int | None:
    """Return a number of the address, or None for what is none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 16 else None


@signed_in
async def show_older_topics(request: Request) -> Response:
    """Show the topics of a room that are too old for the list beside the talk."""
    before = read_number(request, "before") or LARGEST_NUMBER
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        older = await list_older_topics(session, actor(request).id, seat.room_id, before)
    more_before = older[-1].last_seq if len(older) == TOPICS_SHOWN else None
    return await render_in_room(request, "rooms/older_topics.html", older=older, more_before=more_before)


@signed_in
async def show_new_topic(request: Request) -> Response:
    """Show the form of a new topic."""
    return await render_in_room(request, "rooms/new_topic.html", form=Form({"client_id": new_id()}))


@signed_in
async def make_topic(request: Request) -> Response:
    """Open a topic with its first message."""
    form = await read_form(request)
    draft = Draft(form.value("client_id"), form.value("body"), new_topic=form.value("title"))
    found = services(request)
    try:
        await found.limits.ensure_below(POSTS, actor(request).id)
        posted = await post_message(found.database, found.log, actor(request), room_id(request), draft)
    except REFUSALS as problem:
        note_refusal(form, problem, shown=("title", "body"))
        page = await render_in_room(request, "rooms/new_topic.html", problem.status, form=form)
        return refused(page, problem)
    return see_other(f"/rooms/{room_id(request)}/topics/{posted.topic_id}")


@signed_in
async def show_topic_title(request: Request) -> Response:
    """Show the title of a topic for editing."""
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        topic = await find_topic(session, seat.room_id, topic_id(request))
        ensure_can(actor(request), "rename.topic", (seat, topic))
    form = Form({"title": topic.title})
    return await render_in_room(request, "rooms/title.html", form=form, topic=topic)


@signed_in
async def change_topic_title(request: Request) -> Response:
    """Give a topic another title."""
    form = await read_form(request)
    room, topic = room_id(request), topic_id(request)
    try:
        await rename_topic(services(request).log, actor(request), room, topic, form.value("title"))
    except Invalid as problem:
        form.note(problem)
        async with services(request).database.read() as session:
            seat = await find_seat(session, actor(request), room)
            row = await find_topic(session, seat.room_id, topic)
        return await render_in_room(request, "rooms/title.html", 422, form=form, topic=row)
    return see_other(f"/rooms/{room}/topics/{topic}")


@signed_in
async def mark_topic_read(request: Request) -> Response:
    """Remember that the reader has read a topic up to a number."""
    form = await read_form(request)
    seq = form.whole("seq") or 0
    await mark_read(services(request).database, actor(request), room_id(request), seq, topic_id(request))
    return see_other(f"/rooms/{room_id(request)}/topics/{topic_id(request)}")


TOPIC = "/rooms/{room}/topics/{topic}"

routes = [
    Route("/rooms/{room}", show_room),
    Route("/rooms/{room}/topics/new", show_new_topic),
    Route("/rooms/{room}/topics", show_older_topics, methods=["GET"]),
    Route("/rooms/{room}/topics", make_topic, methods=["POST"]),
    Route(TOPIC, show_topic, methods=["GET"]),
    Route(f"{TOPIC}/title", show_topic_title, methods=["GET"]),
    Route(f"{TOPIC}/title", change_topic_title, methods=["POST"]),
    Route(f"{TOPIC}/read", mark_topic_read, methods=["POST"]),
]
