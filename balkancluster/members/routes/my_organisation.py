"""The people of an organisation, looked after by its admins. Nobody else finds this page."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import ensure_visible
from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.messages import _
from balkancluster.members import mail
from balkancluster.members.affiliations import end_affiliation
from balkancluster.members.directory_people import PersonEntry, list_people_of, role_label
from balkancluster.members.houses import House, find_houses
from balkancluster.members.invitations import find_pending, invite
from balkancluster.members.models import ADMIN, MEMBER, Invitation
from balkancluster.members.routes.ids import path_id
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@dataclass(frozen=True, slots=True)
class Household:
    """An organisation with its people and the invitations that wait."""

    house: House
    people: list[PersonEntry]
    pending: list[Invitation]


@signed_in
async def show_organisations(request: Request) -> Response:
    """Show the organisations that this person administers. Raises NotFound where there are none."""
    return await _page(request, Form())


@signed_in
async def invite_person(request: Request) -> Response:
    """Invite a person into the organisation that the form names. Raises NotFound for somebody else's."""
    form, here, me = await read_form(request), services(request), actor(request)
    organisation_id = form.whole("organisation") or 0
    ensure_visible(me, "manage.organisation", organisation_id)
    email = form.line("email", _("Write an e-mail address."))
    locale, role = form.choice("locale", TAGS), form.choice("role", (MEMBER, ADMIN))
    if form.errors:
        return await _page(request, form, status=422)
    try:
        async with here.database.write() as session:
            invited = await invite(
                session, me, email=email, locale=locale, organisation_id=organisation_id, role=role
            )
            await mail.send_invitation(session, here.settings, me, invited)
    except Invalid as problem:
        form.note(problem)
        return await _page(request, form, status=422)
    return see_other("/my-organisation?done=invited")


@signed_in
async def end_tie(request: Request) -> Response:
    """Take a person out of the organisation that the form names. Raises NotFound for somebody else's."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await end_affiliation(
            session, actor(request), path_id(request, "person"), form.whole("organisation") or 0
        )
    return see_other("/my-organisation?done=ended")


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    households = await _find_households(request)
    return render(
        request,
        "members/my_organisation.html",
        status,
        form=form,
        households=households,
        role_label=role_label,
        done=request.query_params.get("done", ""),
    )


async def _find_households(request: Request) -> list[Household]:
    ids = sorted(actor(request).admin_of)
    if not ids:
        raise NotFound
    async with services(request).database.read() as session:
        houses = await find_houses(session, ids)
        return [
            Household(houses[each], await list_people_of(session, each), await find_pending(session, each))
            for each in ids
        ]


routes = [
    Route("/my-organisation", show_organisations, methods=["GET"]),
    Route("/my-organisation", invite_person, methods=["POST"]),
    Route("/my-organisation/people/{person}/end", end_tie, methods=["POST"]),
]
