"""One's own settings: name, language, time zone, password."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid
from balkancluster.files.quota import count_bytes
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.messages import _, pgettext
from balkancluster.i18n.own_names import script_of, suggest_other
from balkancluster.i18n.reading import AS_WRITTEN, CYRILLIC, LATIN, SCRIPTS
from balkancluster.members import mail
from balkancluster.members.names import name_language
from balkancluster.members.password_changes import change_password
from balkancluster.members.people import change_settings, find_person
from balkancluster.members.request_lists import list_own_requests, request_state_label
from balkancluster.members.routes.browsers import silence, tell_changed
from balkancluster.members.routes.frame import show
from balkancluster.members.time_zones import time_zone_choices
from balkancluster.settings import MEGABYTE
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.limits import Limit
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services
from balkancluster.web.sessions import set_locale

SCRIPT_NAMES = [
    ("", pgettext("script", "That of the pages, where they are in Serbian")),
    (AS_WRITTEN, pgettext("script", "As it was written")),
    (CYRILLIC, pgettext("script", "Cyrillic")),
    (LATIN, pgettext("script", "Latin")),
]

PASSWORD_TRIES = Limit("present password", times=10, seconds=15 * 60, is_kept=True)


@signed_in
async def show_settings(request: Request) -> Response:
    """Show what the person has chosen."""
    me = actor(request)
    async with services(request).database.read() as session:
        person = await find_person(session, me.id)
    values = {
        "name": person.name,
        "other_name": person.other_name,
        "locale": me.locale or locale_of(request),
        "time_zone": me.time_zone,
        "shows_presence": "1" if me.shows_presence else "",
        "script": me.script or "",
        "bulgarian_in_latin": "1" if me.bulgarian_in_latin else "",
    }
    return await _page(request, Form(values))


@signed_in
async def keep_settings(request: Request) -> Response:
    """Store name, language, script, time zone, and whether others see that the person is here."""
    form, here, me = await read_form(request), services(request), actor(request)
    name = form.line("name", _("Write your name."))
    locale, time_zone = form.choice("locale", TAGS), form.value("time_zone")
    script = form.choice("script", SCRIPTS) if form.value("script") else None
    is_seen = form.tick("shows_presence")
    if form.errors:
        return await _page(request, form, status=422)
    try:
        async with here.database.write() as session:
            await change_settings(
                session,
                me.id,
                name=name,
                other_name=form.value("other_name"),
                locale=locale,
                time_zone=time_zone,
                shows_presence=is_seen,
                script=script,
                bulgarian_in_latin=form.tick("bulgarian_in_latin"),
            )
    except Invalid as problem:
        form.note(problem)
        return await _page(request, form, status=422)
    here.hub.show_presence(me.id, is_seen)
    tell_changed(request, me.id)
    response = see_other("/settings?done=settings")
    set_locale(response, here.settings, locale)
    return response


@signed_in
async def show_password(request: Request) -> Response:
    """Ask for the present password and a new one."""
    return show(request, "members/password.html", form=Form())


@signed_in
async def keep_password(request: Request) -> Response:
    """Change the password; other devices are signed out. Raises TooMany."""
    form, here, me = await read_form(request), services(request), actor(request)
    current = form.secret("current_password", _("Write your present password."))
    new = form.secret("new_password", _("Write a new password."))
    if form.errors:
        return show(request, "members/password.html", 422, form=form)
    await here.limits.ensure_below(PASSWORD_TRIES, me.id)
    try:
        await change_password(here.database, me, current, new)
    except Invalid as problem:
        form.note(problem)
        return show(request, "members/password.html", 422, form=form)
    async with here.database.write() as session:
        await mail.send_password_changed(session, here.settings, await find_person(session, me.id))
    await silence(request, me.id)
    return see_other("/settings?done=password")


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    async with services(request).database.read() as session:
        mine = await list_own_requests(session, actor(request).id)
        used = await count_bytes(session, actor(request).id)
    name = form.value("name") or actor(request).name
    zones = time_zone_choices(locale_of(request), actor(request).time_zone)
    return show(
        request,
        "members/settings.html",
        status,
        form=form,
        zones=zones,
        is_cyrillic=script_of(name) == CYRILLIC,
        suggested=suggest_other(name, name_language(name, locale_of(request))),
        scripts=SCRIPT_NAMES,
        used_megabytes=round(used / MEGABYTE, 1),
        most_megabytes=services(request).settings.person_file_bytes // MEGABYTE,
        my_requests=mine,
        request_state_label=request_state_label,
    )


routes = [
    Route("/settings", show_settings, methods=["GET"]),
    Route("/settings", keep_settings, methods=["POST"]),
    Route("/settings/password", show_password, methods=["GET"]),
    Route("/settings/password", keep_password, methods=["POST"]),
]
