"""Forgotten passwords: a link by mail, and the page on which its holder sets a new one."""

import logging

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.members import mail
from balkancluster.members.names import clean_email
from balkancluster.members.passwords import hash_password
from balkancluster.members.resets import find_reset, request_reset, reset_password
from balkancluster.members.routes.browsers import silence
from balkancluster.members.routes.frame import show
from balkancluster.web.doors import public
from balkancluster.web.forms import Form, read_form
from balkancluster.web.limits import Limit, client_address
from balkancluster.web.redirects import see_other
from balkancluster.web.services import Services, services

PER_ACCOUNT = Limit("reset of one account", times=5, seconds=60 * 60)
PER_ADDRESS = Limit("reset from one address", times=20, seconds=60 * 60)

logger = logging.getLogger("balkancluster.members")


@public
async def show_forgot(request: Request) -> Response:
    """Ask for the address."""
    return show(request, "members/forgot.html", form=Form(), sent="sent" in request.query_params)


@public
async def send_link(request: Request) -> Response:
    """Answer alike for every address, and as fast: the letter is written after the answer. Raises TooMany."""
    form = await read_form(request)
    here = services(request)
    try:
        email = clean_email(form.line("email", _("Write your e-mail address.")))
    except Invalid as problem:
        form.note(problem)
        return show(request, "members/forgot.html", 422, form=form, sent=False)
    await here.limits.ensure_below(PER_ADDRESS, client_address(request))
    await here.limits.ensure_below(PER_ACCOUNT, email)
    response = see_other("/password/forgot?sent=1")
    response.background = BackgroundTask(_write_letter, here, email)
    return response


@public
async def show_reset(request: Request) -> Response:
    """Show the form to the holder of a link, using nothing up. Raises Gone."""
    async with services(request).database.read() as session:
        await find_reset(session, request.path_params["token"])
    return show(request, "members/reset.html", form=Form())


@public
async def set_password(request: Request) -> Response:
    """Set the new password and use the link up. Raises Gone."""
    form, token, here = await read_form(request), request.path_params["token"], services(request)
    async with here.database.read() as session:
        await find_reset(session, token)
    password = form.secret("password", _("Write a new password."))
    try:
        stored = await hash_password(password)
    except Invalid as problem:
        form.note(problem)
        return show(request, "members/reset.html", 422, form=form)
    async with here.database.write() as session:
        person = await reset_password(session, token, stored)
        await mail.send_password_changed(session, here.settings, person)
    await silence(request, person.id)
    return see_other("/sign-in?done=password")


async def _write_letter(here: Services, email: str) -> None:
    try:
        async with here.database.write() as session:
            if reset := await request_reset(session, email):
                await mail.send_reset(session, here.settings, reset)
    except Exception:
        # The answer has gone out already, and it says the same in every case.
        logger.exception("a letter could not be written")


routes = [
    Route("/password/forgot", show_forgot, methods=["GET"]),
    Route("/password/forgot", send_link, methods=["POST"]),
    Route("/password/reset/{token}", show_reset, methods=["GET"]),
    Route("/password/reset/{token}", set_password, methods=["POST"]),
]
