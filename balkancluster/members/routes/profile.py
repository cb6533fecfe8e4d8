"""The page on which an organisation's own people, or the coordinator, edit its profile."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Conflict, NotFound
from balkancluster.i18n.locales import LOCALES
from balkancluster.i18n.messages import _
from balkancluster.members.organisation_models import REMOVED
from balkancluster.members.organisation_reading import own_name
from balkancluster.members.organisation_storage import Stored
from balkancluster.members.profile_edits import find_profile, keep_profile, longest, read_edit, values_of
from balkancluster.members.routes.frame import show
from balkancluster.sectors.labels import divisions, sorted_labels
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.limits import Limit
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

EDITS = Limit("edits of a profile", times=60, seconds=60 * 60)


@signed_in
async def show_profile(request: Request) -> Response:
    """Show the form. Raises NotFound for an organisation that the person does not look after."""
    asked = Form(dict(request.query_params)).whole("organisation") or min(actor(request).admin_of, default=0)
    found = await _find(request, asked)
    form = Form(values_of(found.profile))
    form.lists["nace"] = list(found.profile.divisions)
    return _page(request, found, form)


@signed_in
async def keep(request: Request) -> Response:
    """Keep what was typed. Raises NotFound for somebody else's organisation, TooMany."""
    form, here, me = await read_form(request), services(request), actor(request)
    found = await _find(request, form.whole("organisation") or 0)
    await here.limits.ensure_below(EDITS, me.id)
    edit = read_edit(found, form.values, form.all("nace"))
    for name, message in edit.errors.items():
        form.refuse(name, message)
    if edit.profile is None:
        form.refuse("", _("Some of it cannot be saved as it is: look at the marked fields."))
        return _page(request, found, form, 422, version=form.value("version"))
    try:
        async with here.database.write() as session:
            version = _read_version(form.value("version"))
            await keep_profile(session, me, found.organisation.id, edit.profile, version)
    except Conflict:
        return await _show_conflict(request, found.organisation.id, form)
    return see_other(f"/organisations/{found.profile.code}?done=kept")


async def _show_conflict(request: Request, organisation_id: int, form: Form) -> Response:
    """Show what was typed beside what is stored now; keeping it again is then a decision."""
    found = await _find(request, organisation_id)
    form.refuse(
        "",
        _(
            "Somebody else has changed this profile meanwhile. What you typed is still here, and under each "
            "field that differs stands what is saved now. Save again to replace that."
        ),
    )
    stored = {name: text for name, text in values_of(found.profile).items() if _differs(form, name, text)}
    return _page(request, found, form, 409, stored=stored)


def _differs(form: Form, name: str, text: str) -> bool:
    return form.value(name).replace("\r\n", "\n").strip() != text


async def _find(request: Request, organisation_id: int) -> Stored:
    async with services(request).database.read() as session:
        return await find_profile(session, actor(request), organisation_id)


def _read_version(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Conflict from None


def _page(
    request: Request,
    found: Stored,
    form: Form,
    status: int = 200,
    *,
    version: str = "",
    stored: dict[str, str] | None = None,
) -> Response:
    if found.organisation.standing == REMOVED:
        raise NotFound
    own = found.profile.lang
    return show(
        request,
        "members/profile.html",
        status,
        form=form,
        organisation=found.organisation,
        profile=found.profile,
        name=own_name(found.profile),
        version=version or found.organisation.updated_at.isoformat(),
        stored=stored or {},
        longest=longest,
        tags=sorted((locale.tag for locale in LOCALES), key=lambda tag: tag != own),
        sectors=sorted_labels(list(divisions()), locale_of(request)),
        chosen=form.all("nace"),
    )


routes = [
    Route("/my-organisation/profile", show_profile, methods=["GET"]),
    Route("/my-organisation/profile", keep, methods=["POST"]),
]
