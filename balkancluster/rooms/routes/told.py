"""What one is told of: the level of one room, and that of all rooms beside letters and quiet hours."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid
from balkancluster.i18n.formats import Formats
from balkancluster.i18n.messages import _, pgettext
from balkancluster.members.time_zones import time_zone_choices
from balkancluster.notifications.choices import Choices, choose, read_choices
from balkancluster.rooms.levels import ROOM_LEVELS, list_room_levels, set_room_level, usual_level
from balkancluster.rooms.models import ALL, MENTIONS, NOTHING
from balkancluster.rooms.routes.frame import read_rooms, room_id
from balkancluster.rooms.topic_list import list_chosen_topics
from balkancluster.rooms.views import RoomView, TopicView
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

HOUR, HOURS = 60, 24
EVENING, MORNING = 21 * HOUR, 7 * HOUR
"""The quiet hours that are proposed to who has none."""

LEVEL_NAMES = [
    (ALL, pgettext("notifications of a room", "Every message")),
    (MENTIONS, pgettext("notifications of a room", "What is said to you")),
    (NOTHING, pgettext("notifications of a room", "Nothing")),
]


@signed_in
async def choose_room_level(request: Request) -> Response:
    """Be told of everything in a room, of what is said to one, or of nothing."""
    form = await read_form(request)
    await set_room_level(services(request).log, actor(request), room_id(request), form.value("level"))
    return see_other(f"/rooms/{room_id(request)}/about#told-of")


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a person is told of: by letter and when, of each room, and of topics that go their own way."""

    choices: Choices
    rooms: list[RoomView]
    levels: dict[int, str]
    topics: list[TopicView]


async def _read_hearing(session: AsyncSession, request: Request) -> Hearing:
    person = actor(request)
    rooms = (await read_rooms(session, person, locale_of(request)))["rooms"]
    chosen = await list_room_levels(session, person)
    levels = {room.id: chosen.get(room.id) or usual_level(room.kind) for room in rooms}
    topics = await list_chosen_topics(session, person.id)
    return Hearing(await read_choices(session, person.id), rooms, levels, topics)


@signed_in
async def show_hearing(request: Request) -> Response:
    """Show by letter or not, the quiet hours, and the level of every room."""
    async with services(request).database.read() as session:
        hearing = await _read_hearing(session, request)
    chosen = hearing.choices
    start, end = chosen.quiet_from, chosen.quiet_until
    values = {
        "mail": "1" if chosen.wants_mail else "",
        "quiet": "" if start is None else "1",
        "quiet_from": _clock(EVENING if start is None else start),
        "quiet_until": _clock(MORNING if end is None else end),
    }
    levels = {f"room-{room}": level for room, level in hearing.levels.items()}
    return _render(request, Form(values | levels), hearing)


@signed_in
async def keep_hearing(request: Request) -> Response:
    """Keep all of it; of rooms only what has changed."""
    form, here, person = await read_form(request), services(request), actor(request)
    async with here.database.read() as session:
        hearing = await _read_hearing(session, request)
    choices = _read_choices(form)
    wanted = {room: form.choice(f"room-{room}", ROOM_LEVELS, required=False) for room in hearing.levels}
    if form.errors:
        return _render(request, form, hearing, 422)
    try:
        async with here.database.write() as session:
            await choose(session, person.id, choices)
    except Invalid as problem:
        form.note(problem)
        return _render(request, form, hearing, 422)
    for room, level in wanted.items():
        if level and level != hearing.levels[room]:
            await set_room_level(here.log, person, room, level)
    return see_other("/settings/notifications?done=notifications")


def _read_choices(form: Form) -> Choices:
    """Return what was chosen about letters; what cannot be a time of day is noted at its field."""
    wants_mail = form.tick("mail")
    if not form.tick("quiet"):
        return Choices(wants_mail)
    start, end = (_read_minute(form, name) for name in ("quiet_from", "quiet_until"))
    if start == end and not form.errors:
        form.refuse("quiet_until", _("Choose another hour than the one from which it is quiet."))
    return Choices(wants_mail, start, end)


def _read_minute(form: Form, name: str) -> int:
    hour, _colon, minute = form.choice(name, {_clock(minute) for minute in range(HOURS * HOUR)}).partition(
        ":"
    )
    return int(hour or 0) * HOUR + int(minute or 0)


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def _render(request: Request, form: Form, hearing: Hearing, status: int = 200) -> Response:
    locale, person = locale_of(request), actor(request)
    kept = {hearing.choices.quiet_from, hearing.choices.quiet_until} - {None}
    minutes = sorted(
        {hour * HOUR for hour in range(HOURS)} | {minute for minute in kept if minute is not None}
    )
    formats = Formats(locale)
    return render(
        request,
        "notifications/settings.html",
        status,
        form=form,
        rooms=hearing.rooms,
        topics=hearing.topics,
        levels=LEVEL_NAMES,
        hours=[(_clock(minute), formats.clock(*divmod(minute, HOUR))) for minute in minutes],
        place=dict(time_zone_choices(locale, person.time_zone))[person.time_zone],
        done=request.query_params.get("done", ""),
        unread_total=sum(room.unread for room in hearing.rooms),
    )


routes = [
    Route("/rooms/{room}/level", choose_room_level, methods=["POST"]),
    Route("/settings/notifications", show_hearing, methods=["GET"]),
    Route("/settings/notifications", keep_hearing, methods=["POST"]),
]
