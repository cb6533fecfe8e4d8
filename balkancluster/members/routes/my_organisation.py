"""The people of an organisation, looked after by its admins. Nobody else finds this page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import ensure_visible
from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.messages import _
from balkancluster.members import mail
from balkancluster.members.affiliations import change_tie_role, end_affiliation
from balkancluster.members.directory_people import list_people_of
from balkancluster.members.duplicates import find_known_addresses
from balkancluster.members.houses import find_houses
from balkancluster.members.invitations import find_pending, invite
from balkancluster.members.models import ADMIN, MEMBER
from balkancluster.members.routes.frame import show
from balkancluster.members.routes.ids import path_id
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


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
    return see_other(_address(organisation_id, "invited"))


@signed_in
async def end_tie(request: Request) -> Response:
    """Take a person out of the organisation that the form names. Raises NotFound for somebody else's."""
    form = await read_form(request)
    organisation_id = form.whole("organisation") or 0
    async with services(request).database.write() as session:
        await end_affiliation(session, actor(request), path_id(request, "person"), organisation_id)
    return see_other(_address(organisation_id, "ended"))


@signed_in
async def give_role(request: Request) -> Response:
    """Make a colleague an administrator, or a member again. Raises NotFound for somebody else's."""
    form = await read_form(request)
    organisation_id = form.whole("organisation") or 0
    async with services(request).database.write() as session:
        person_id = path_id(request, "person")
        await change_tie_role(session, actor(request), person_id, organisation_id, form.value("role"))
    return see_other(_address(organisation_id, "changed"))


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    mine = sorted(actor(request).admin_of)
    if not mine:
        raise NotFound
    asked = form.whole("organisation") or Form(dict(request.query_params)).whole("organisation")
    async with services(request).database.read() as session:
        houses = await find_houses(session, mine)
        chosen = houses[asked if asked in houses else mine[0]]
        form.values.setdefault("locale", chosen.own_lang)
        people = await list_people_of(session, chosen.id)
        pending = await find_pending(session, chosen.id)
        known = await find_known_addresses(session, {each.email for each in pending}, chosen.id)
    return show(
        request,
        "members/my_organisation.html",
        status,
        form=form,
        house=chosen,
        others=[house for house in houses.values() if house != chosen],
        people=people,
        pending=pending,
        known_addresses=known,
        same_houses={},
    )


def _address(organisation_id: int, done: str) -> str:
    return f"/my-organisation?organisation={organisation_id}&done={done}"


routes = [
    Route("/my-organisation", show_organisations, methods=["GET"]),
    Route("/my-organisation", invite_person, methods=["POST"]),
    Route("/my-organisation/people/{person}/end", end_tie, methods=["POST"]),
    Route("/my-organisation/people/{person}/role", give_role, methods=["POST"]),
]
