"""Forms of messages for pages without scripts: post, edit, remove, and the way to one message."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import ensure_can
from balkancluster.errors import Conflict, Invalid, NotFound, Problem
from balkancluster.rooms.api.common import POSTS
from balkancluster.rooms.messages import find_view
from balkancluster.rooms.places import find_message_place, find_topic_place
from balkancluster.rooms.posting import Draft, edit_message, post_message, remove_message
from balkancluster.rooms.rights import find_seat
from balkancluster.rooms.routes.composing import FILE_REFUSALS, read_composed
from balkancluster.rooms.routes.frame import render_in_room, room_id, topic_id
from balkancluster.rooms.routes.reading import render_topic
from balkancluster.rooms.routes.refusals import REFUSALS, note_refusal, refused
from balkancluster.rooms.views import MessageView
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@signed_in
async def post(request: Request) -> Response:
    """Post a message; what cannot be taken comes back in the composer."""
    form, refusal = await read_composed(request)
    draft = Draft(
        client_id=form.value("client_id"),
        body=form.value("body"),
        topic_id=topic_id(request),
        reply_to=form.value("reply_to") or None,
        files=tuple(form.all("files")),
    )
    found = services(request)
    try:
        if refusal:
            raise refusal
        await found.limits.ensure_below(POSTS, actor(request).id)
        posted = await post_message(found.database, found.log, actor(request), room_id(request), draft)
    except (*REFUSALS, *FILE_REFUSALS) as problem:
        note_refusal(form, problem, shown=("body", "reply_to", "files"))
        return refused(await _render_again(request, form, problem), problem)
    return see_other(f"{_topic_address(request, posted.topic_id)}#m{posted.id}")


async def _render_again(request: Request, form: Form, problem: Problem) -> Response:
    """Return the page with what was typed, also when the topic was moved away meanwhile."""
    try:
        async with services(request).database.read() as session:
            place = await find_topic_place(session, actor(request), topic_id(request))
    except NotFound:
        return await render_in_room(request, "rooms/moved.html", problem.status, form=form)
    return await render_topic(request, form, problem.status, place.room_id)


def _topic_address(request: Request, topic: int) -> str:
    return f"/rooms/{room_id(request)}/topics/{topic}"


async def _find(request: Request) -> MessageView:
    async with services(request).database.read() as session:
        seat = await find_seat(session, actor(request), room_id(request))
        return await find_view(session, seat.room_id, request.path_params["message"])


@signed_in
async def show_message(request: Request) -> Response:
    """Go to a message in its topic, with what was said around it, wherever the topic is now."""
    message_id = request.path_params["message"]
    async with services(request).database.read() as session:
        place = await find_message_place(session, actor(request), message_id)
    return see_other(f"/rooms/{place.room_id}/topics/{place.topic_id}?at={message_id}#m{message_id}")


@signed_in
async def show_edit(request: Request) -> Response:
    """Show one's own message for editing."""
    message = await _find(request)
    ensure_can(actor(request), "edit.message", message)
    form = Form({"body": message.body or "", "rev": str(message.rev)})
    kept = [file.id for file in message.files]
    return await render_in_room(request, "rooms/edit.html", form=form, message=message, kept=kept)


@signed_in
async def edit(request: Request) -> Response:
    """Give one's message other words."""
    form = await read_form(request)
    message = await _find(request)
    found, rev, kept = services(request), form.whole("rev") or 0, form.all("kept")
    try:
        await edit_message(
            found.database,
            found.log,
            actor(request),
            room_id(request),
            message.id,
            form.value("body"),
            rev,
            kept if form.tick("has_files") else None,
        )
    except (Invalid, Conflict) as problem:
        form.refuse("body", problem.message)
        context = {"form": form, "message": message, "kept": kept}
        return await render_in_room(request, "rooms/edit.html", problem.status, **context)
    return see_other(f"{_topic_address(request, message.topic_id)}#m{message.id}")


@signed_in
async def show_remove(request: Request) -> Response:
    """Ask before a message is taken back."""
    message = await _find(request)
    ensure_can(actor(request), "remove.message", message)
    return await render_in_room(request, "rooms/remove.html", message=message)


@signed_in
async def remove(request: Request) -> Response:
    """Take one's message back."""
    message = await _find(request)
    await remove_message(services(request).log, actor(request), room_id(request), message.id)
    return see_other(_topic_address(request, message.topic_id))


MESSAGE = "/rooms/{room}/messages/{message}"

routes = [
    Route("/rooms/{room}/topics/{topic}/messages", post, methods=["POST"]),
    Route(MESSAGE, show_message, methods=["GET"]),
    Route(f"{MESSAGE}/edit", show_edit, methods=["GET"]),
    Route(f"{MESSAGE}/edit", edit, methods=["POST"]),
    Route(f"{MESSAGE}/remove", show_remove, methods=["GET"]),
    Route(f"{MESSAGE}/remove", remove, methods=["POST"]),
]
