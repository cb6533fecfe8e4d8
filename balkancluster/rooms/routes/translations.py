"""Messages in another language, for pages without scripts: ask, look at both, put it right, always for me."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import can
from balkancluster.errors import Conflict, Invalid, TooMany, Unavailable
from balkancluster.rooms.routes.frame import render_in_room, room_id, topic_id
from balkancluster.rooms.routes.refusals import refused
from balkancluster.rooms.routes.translated import OPENED, TRANSLATIONS, desk_of, read_one
from balkancluster.rooms.translation_choices import choose_always
from balkancluster.rooms.translation_corrections import correct_translation, withdraw_correction
from balkancluster.rooms.translation_source import to_markdown
from balkancluster.rooms.translations import ask_translation
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

PATIENCE = 8.0
"""Seconds that a page without scripts is held back for its translation."""


@signed_in
async def show_translation(request: Request) -> Response:
    """Show a message and its translation side by side, with a form to put it right."""
    return await _render(request, None)


@signed_in
async def translate(request: Request) -> Response:
    """Have a message translated and go back to it, with the translation if it comes soon."""
    desk, message_id = desk_of(request), request.path_params["message"]
    async with desk.database.read() as session:
        _seat, message, _found = await read_one(session, request, room_id(request), message_id, is_open=True)
    try:
        await services(request).limits.ensure_below(TRANSLATIONS, actor(request).id)
        await ask_translation(desk, actor(request), locale_of(request), message.room_id, message.id)
    except (TooMany, Unavailable) as problem:
        form = Form({})
        form.refuse("", problem.message)
        return refused(await _render(request, form, problem.status), problem)
    await asyncio.wait([asyncio.create_task(desk.translator.settle())], timeout=PATIENCE)
    address = f"/rooms/{message.room_id}/topics/{message.topic_id}"
    return see_other(f"{address}?at={message.id}&{OPENED}={message.id}#m{message.id}")


@signed_in
async def correct(request: Request) -> Response:
    """Keep a translation as the reader put it right."""
    form = await read_form(request)
    desk_of(request)
    log, locale = services(request).log, locale_of(request)
    place = room_id(request), request.path_params["message"]
    try:
        await services(request).limits.ensure_below(TRANSLATIONS, actor(request).id)
        await correct_translation(
            log, actor(request), locale, *place, form.value("body"), form.whole("rev") or 0
        )
    except (Invalid, Conflict, TooMany) as problem:
        form.refuse(problem.field or "", problem.message)
        return refused(await _render(request, form, problem.status), problem)
    return see_other(_address(request))


@signed_in
async def withdraw(request: Request) -> Response:
    """Take the newest correction back."""
    desk_of(request)
    place = room_id(request), request.path_params["message"]
    await withdraw_correction(services(request).log, actor(request), locale_of(request), *place)
    return see_other(_address(request))


def _address(request: Request) -> str:
    return f"/rooms/{room_id(request)}/messages/{request.path_params['message']}/translation"


async def _render(request: Request, form: Form | None, status: int = 200) -> Response:
    desk = desk_of(request)
    async with desk.database.read() as session:
        seat, message, found = await read_one(
            session, request, room_id(request), request.path_params["message"], is_open=True
        )
    author = found.corrected_by
    if form is None:
        form = Form({"body": to_markdown(found.html), "rev": str(message.rev)})
    form.values.setdefault("rev", str(message.rev))
    return await render_in_room(
        request,
        "rooms/translation.html",
        status,
        form=form,
        message=message,
        translated=found,
        may_correct=not seat.is_archived,
        may_withdraw=author is not None and can(actor(request), "withdraw.correction", (seat, author.id)),
    )


@signed_in
async def choose_for_topic(request: Request) -> Response:
    """Always translate a topic for the reader, or no longer."""
    await _choose(request, topic_id(request))
    return see_other(f"/rooms/{room_id(request)}/topics/{topic_id(request)}")


@signed_in
async def choose_for_room(request: Request) -> Response:
    """Always translate a room for the reader, or no longer."""
    await _choose(request, None)
    return see_other(f"/rooms/{room_id(request)}/about")


async def _choose(request: Request, topic: int | None) -> None:
    form = await read_form(request)
    async with desk_of(request).database.write() as session:
        await choose_always(session, actor(request), room_id(request), topic, form.tick("always"))


MESSAGE = "/rooms/{room}/messages/{message}"

routes = [
    Route(f"{MESSAGE}/translation", show_translation, methods=["GET"]),
    Route(f"{MESSAGE}/translation", correct, methods=["POST"]),
    Route(f"{MESSAGE}/translation/ask", translate, methods=["POST"]),
    Route(f"{MESSAGE}/translation/withdraw", withdraw, methods=["POST"]),
    Route("/rooms/{room}/topics/{topic}/always", choose_for_topic, methods=["POST"]),
    Route("/rooms/{room}/always", choose_for_room, methods=["POST"]),
]
