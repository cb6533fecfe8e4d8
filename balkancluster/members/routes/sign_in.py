"""Signing in and out."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.members.demo_people import DemoPerson, find_demo_people
from balkancluster.members.routes.browsers import device_of, let_in, silence, token_before
from balkancluster.members.routes.frame import show
from balkancluster.members.sessions import end_session_of
from balkancluster.members.sign_in import sign_in
from balkancluster.web.arrival import actor_of
from balkancluster.web.doors import public
from balkancluster.web.forms import Form, read_form
from balkancluster.web.limits import Limit, client_address
from balkancluster.web.redirects import safe_next, see_other
from balkancluster.web.services import services
from balkancluster.web.sessions import clear_session

PER_ACCOUNT = Limit("sign-in to one account", times=10, seconds=15 * 60, is_kept=True)
PER_ADDRESS = Limit("sign-in from one address", times=50, seconds=15 * 60, is_kept=True)


@public
async def show_sign_in(request: Request) -> Response:
    """Show the form; who is signed in already goes on."""
    onward = safe_next(request.query_params.get("next"))
    if actor_of(request):
        return see_other(onward)
    return await _page(request, Form({"next": onward, "remember": "1"}))


@public
async def carry_out_sign_in(request: Request) -> Response:
    """Let in who knows the password. Raises TooMany."""
    form = await read_form(request)
    email = form.line("email", _("Write your e-mail address."))
    password = form.secret("password", _("Write your password."))
    if form.errors:
        return await _page(request, form, status=422)
    await _count_try(request, email)
    try:
        signed_in = await sign_in(
            services(request).database, email, password, device_of(request), token_before(request)
        )
    except Invalid as problem:
        form.note(problem)
        return await _page(request, form, status=422)
    await services(request).limits.forgive(PER_ACCOUNT, email.lower())
    return let_in(request, see_other(form.value("next")), signed_in, form.tick("remember"))


@public
async def sign_out(request: Request) -> Response:
    """End the session of this browser; its open sockets close by themselves."""
    here = services(request)
    if token := token_before(request):
        async with here.database.write() as session:
            person_id = await end_session_of(session, token)
        if person_id is not None:
            await silence(request, person_id)
    response = see_other("/sign-in")
    clear_session(response, here.settings)
    return response


async def _count_try(request: Request, email: str) -> None:
    limits = services(request).limits
    await limits.ensure_below(PER_ADDRESS, client_address(request))
    await limits.ensure_below(PER_ACCOUNT, email.lower())


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    onward = safe_next(form.value("next"))
    return show(
        request, "members/sign_in.html", status, form=form, onward=onward, people=await _demo_people(request)
    )


async def _demo_people(request: Request) -> list[DemoPerson]:
    here = services(request)
    if not here.settings.demo:
        return []
    async with here.database.read() as session:
        return await find_demo_people(session, here.settings.demo_people)


routes = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", carry_out_sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
