"""Topics themselves: opening and retitling one, those too old for the list, and the read mark."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import ensure_can
from balkancluster.database import new_id
from balkancluster.errors import Conflict, Invalid
from balkancluster.files.api import keeper_of
from balkancluster.rooms.api.common import POSTS
from balkancluster.rooms.attachments import list_loose_files
from balkancluster.rooms.marking import mark_read
from balkancluster.rooms.posting import Draft, post_message
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.routes.composing import FILE_REFUSALS, read_composed
from balkancluster.rooms.routes.frame import read_number, render_in_room, room_id, topic_id
from balkancluster.rooms.routes.refusals import REFUSALS, note_refusal, refused
from balkancluster.rooms.topic_list import TOPICS_SHOWN, list_older_topics
from balkancluster.rooms.topics import find_addressed_topic, rename_topic
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import LARGEST_NUMBER, Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


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
    return await _render_new_topic(request, Form({"client_id": new_id()}))


async def _render_new_topic(request: Request, form: Form, status: int = 200) -> Response:
    async with services(request).database.read() as session:
        attached = await list_loose_files(session, actor(request), form.all("files"))
    context = {"form": form, "attached": attached, "may_attach": keeper_of(request).is_open}
    return await render_in_room(request, "rooms/new_topic.html", status, **context)


@signed_in
async def make_topic(request: Request) -> Response:
    """Open a topic with its first message."""
    form, refusal = await read_composed(request)
    draft = Draft(
        form.value("client_id"),
        form.value("body"),
        new_topic=form.value("title"),
        files=tuple(form.all("files")),
    )
    found = services(request)
    try:
        if refusal:
            raise refusal
        await found.limits.ensure_below(POSTS, actor(request).id)
        posted = await post_message(found.database, found.log, actor(request), room_id(request), draft)
    except (*REFUSALS, *FILE_REFUSALS) as problem:
        note_refusal(form, problem, shown=("title", "body", "files"))
        page = await _render_new_topic(request, form, problem.status)
        return refused(page, problem)
    return see_other(f"/rooms/{room_id(request)}/topics/{posted.topic_id}")


@signed_in
async def show_topic_title(request: Request) -> Response:
    """Show the title of a topic for editing."""
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        topic = await find_addressed_topic(session, seat.room_id, topic_id(request))
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
    except (Invalid, Conflict) as problem:
        form.note(problem)
        async with services(request).database.read() as session:
            seat = await find_seat(session, actor(request), room)
            row = await find_addressed_topic(session, seat.room_id, topic)
        return await render_in_room(request, "rooms/title.html", problem.status, form=form, topic=row)
    return see_other(f"/rooms/{room}/topics/{topic}")


@signed_in
async def mark_topic_read(request: Request) -> Response:
    """Remember that the reader has read a topic up to a number."""
    form = await read_form(request)
    seq = form.whole("seq") or 0
    here = services(request)
    await mark_read(here.database, here.log, actor(request), room_id(request), seq, topic_id(request))
    return see_other(f"/rooms/{room_id(request)}/topics/{topic_id(request)}")


TOPIC = "/rooms/{room}/topics/{topic}"

routes = [
    Route("/rooms/{room}/topics/new", show_new_topic),
    Route("/rooms/{room}/topics", show_older_topics, methods=["GET"]),
    Route("/rooms/{room}/topics", make_topic, methods=["POST"]),
    Route(f"{TOPIC}/title", show_topic_title, methods=["GET"]),
    Route(f"{TOPIC}/title", change_topic_title, methods=["POST"]),
    Route(f"{TOPIC}/read", mark_topic_read, methods=["POST"]),
]
