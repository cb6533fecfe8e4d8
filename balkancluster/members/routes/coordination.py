"""The coordinator's page: organisations are invited here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import COORDINATOR
from balkancluster.errors import Invalid
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.messages import _
from balkancluster.members import mail
from balkancluster.members.countries import country_choices
from balkancluster.members.duplicates import find_known_addresses, find_same_houses
from balkancluster.members.houses import find_houses, find_listed_houses
from balkancluster.members.invitations import find_pending, invite
from balkancluster.members.models import ADMIN
from balkancluster.members.new_houses import add_house
from balkancluster.members.organisation_profiles import KINDS, kind_label
from balkancluster.members.request_lists import count_open_requests
from balkancluster.members.routes.frame import show
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import role
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

OF_THE_NETWORK = ("RS", "BG")
"""Where most members come from: first in the list of countries."""


@role(COORDINATOR)
async def show_coordination(request: Request) -> Response:
    """Show the form to invite an organisation, and the invitations that wait."""
    asked = request.query_params.get("organisation", "")
    form = Form({"country": OF_THE_NETWORK[0], "kind": KINDS[0], "organisation": asked})
    return await _page(request, form)


@role(COORDINATOR)
async def invite_organisation(request: Request) -> Response:
    """Invite the first admin of an organisation: of one in the directory, or of a new one."""
    form, here, me = await read_form(request), services(request), actor(request)
    email = form.line("email", _("Write an e-mail address."))
    locale = form.choice("locale", TAGS)
    organisation_id = form.whole("organisation")
    name = "" if organisation_id else form.line("organisation_name", _("Write the name."))
    if form.errors:
        return await _page(request, form, status=422)
    try:
        async with here.database.write() as session:
            if organisation_id is None:
                added = await add_house(
                    session,
                    me,
                    name=name,
                    kind=form.value("kind"),
                    country=form.value("country"),
                    lang=form.value("lang") or locale,
                )
                organisation_id = added.id
            invited = await invite(
                session, me, email=email, locale=locale, organisation_id=organisation_id, role=ADMIN
            )
            await mail.send_invitation(session, here.settings, me, invited)
    except Invalid as problem:
        form.note(problem)
        return await _page(request, form, status=422)
    return see_other("/coordination?done=invited")


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    async with services(request).database.read() as session:
        pending = await find_pending(session)
        houses = await find_houses(session, {each.organisation_id for each in pending})
        known = await find_known_addresses(session, {each.email for each in pending})
        same = await find_same_houses(session, houses)
        open_requests = await count_open_requests(session)
        listed = await find_listed_houses(session, form.whole("organisation"))
    return show(
        request,
        "coordination/invitations.html",
        status,
        form=form,
        pending=pending,
        open_requests=open_requests,
        houses=houses,
        known_addresses=known,
        same_houses=same,
        listed=listed,
        kinds=[(kind, kind_label(kind)) for kind in KINDS],
        countries=country_choices(locale_of(request), OF_THE_NETWORK),
    )


routes = [
    Route("/coordination", show_coordination, methods=["GET"]),
    Route("/coordination", invite_organisation, methods=["POST"]),
]
