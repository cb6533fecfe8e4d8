"""The link of an invitation: looked at by GET, used up by POST only."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid, Unauthorized
from balkancluster.i18n.locales import TAGS
from balkancluster.i18n.messages import _
from balkancluster.members.houses import House, find_houses
from balkancluster.members.invitations import find_invitation
from balkancluster.members.joining import join_as_member, join_as_newcomer, needs_account
from balkancluster.members.models import Invitation
from balkancluster.members.passwords import hash_password
from balkancluster.members.routes.browsers import device_of, let_in, token_before
from balkancluster.members.routes.frame import show
from balkancluster.members.sign_in import begin_for
from balkancluster.web.arrival import actor_of
from balkancluster.web.doors import public
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import services

Opened = tuple[Invitation, House, bool]
"""An invitation, the organisation it leads into, and whether the address still needs an account."""


@public
async def show_invitation(request: Request) -> Response:
    """Show who is invited into what; scanners of mail that open links change nothing. Raises Gone."""
    opened = await _open(request)
    return _page(request, opened, Form({"locale": opened[0].locale}))


@public
async def accept_invitation(request: Request) -> Response:
    """Use the link up: with a new account, or for the person who is signed in. Raises Gone."""
    opened = await _open(request)
    if opened[2]:
        return await _make_account(request, opened, await read_form(request))
    return await _join(request)


async def _make_account(request: Request, opened: Opened, form: Form) -> Response:
    here, token = services(request), request.path_params["token"]
    name = form.line("name", _("Write your name."))
    locale = form.choice("locale", TAGS)
    password = form.secret("password", _("Write a password."))
    try:
        stored = await hash_password(password) if password else ""
        if form.errors:
            return _page(request, opened, form, status=422)
        async with here.database.write() as session:
            person = await join_as_newcomer(session, token, name=name, locale=locale, password_hash=stored)
            signed_in = await begin_for(session, person, device_of(request), token_before(request))
    except Invalid as problem:
        form.note(problem)
        return _page(request, opened, form, status=422)
    return let_in(request, see_other("/"), signed_in)


async def _join(request: Request) -> Response:
    actor = actor_of(request)
    if actor is None:
        raise Unauthorized
    async with services(request).database.write() as session:
        await join_as_member(session, actor, request.path_params["token"])
    return see_other("/")


async def _open(request: Request) -> Opened:
    async with services(request).database.read() as session:
        invitation = await find_invitation(session, request.path_params["token"])
        houses = await find_houses(session, [invitation.organisation_id])
        return invitation, houses[invitation.organisation_id], await needs_account(session, invitation)


def _page(request: Request, opened: Opened, form: Form, status: int = 200) -> Response:
    invitation, house, is_new = opened
    template = "members/invitation_account.html" if is_new else "members/invitation_join.html"
    return show(request, template, status, invitation=invitation, house=house, form=form)


routes = [
    Route("/invitations/{token}", show_invitation, methods=["GET"]),
    Route("/invitations/{token}", accept_invitation, methods=["POST"]),
]
