"""The page of one's notifications, by day, and marking them as read."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor
from balkancluster.errors import BadRequest
from balkancluster.i18n.formats import Formats
from balkancluster.notifications.marking import mark_one_read, mark_read
from balkancluster.notifications.reading import PAGE, NotificationView, count_unread, find_notifications
from balkancluster.realtime.streams import read_head, read_id
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import read_form, read_number
from balkancluster.web.pages import render
from balkancluster.web.redirects import safe_next, see_other
from balkancluster.web.services import actor, services

UNREAD = "unread"


@signed_in
async def show_notifications(request: Request) -> Response:
    """Show what concerns the reader, the newest first: all of it or what is unread, a page at a time."""
    person, asked = actor(request), request.query_params
    before = read_number(asked.get("before", ""))
    shown = UNREAD if asked.get("show") == UNREAD else "all"
    async with services(request).database.read() as session:
        _epoch, head = await read_head(session, person.id)
        lines = await find_notifications(session, person, before, PAGE + 1, only_unread=shown == UNREAD)
        unread = await count_unread(session, person.id)
    return render(
        request,
        "notifications/index.html",
        days=list(_by_day(lines[:PAGE], person, locale_of(request))),
        shown=shown,
        unread=unread,
        head=head,
        older_before=lines[PAGE - 1].seq if len(lines) > PAGE else None,
        is_part=before is not None,
    )


def _by_day(
    lines: Iterable[NotificationView], person: Actor, locale: str
) -> Iterator[tuple[date, list[NotificationView]]]:
    """Gather notifications by the day on the reader's clock."""
    formats = Formats(locale, person.time_zone)
    for day, those in groupby(lines, lambda line: formats.local(line.at).date()):
        yield day, list(those)


@signed_in
async def mark_all(request: Request) -> Response:
    """Mark everything as read up to the number that the page showed. Raises BadRequest without one."""
    form = await read_form(request)
    seq = form.whole("seq")
    if seq is None:
        raise BadRequest
    await mark_read(services(request).log, actor(request), seq)
    return see_other(safe_next(form.value("next") or "/notifications"))


@signed_in
async def mark_one(request: Request) -> Response:
    """Mark one as read; somebody else's is left alone without a word."""
    form = await read_form(request)
    await mark_one_read(services(request).log, actor(request), read_id(request.path_params["notification"]))
    return see_other(safe_next(form.value("next") or "/notifications"))


routes = [
    Route("/notifications", show_notifications, methods=["GET"]),
    Route("/notifications/read", mark_all, methods=["POST"]),
    Route("/notifications/{notification}/read", mark_one, methods=["POST"]),
]
