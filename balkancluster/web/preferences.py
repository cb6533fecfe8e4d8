"""Language and appearance: two forms that every page carries, for visitors and members alike."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor
from balkancluster.i18n.locales import TAGS
from balkancluster.web.arrival import actor_of, settings_of
from balkancluster.web.connections import header
from balkancluster.web.doors import public
from balkancluster.web.forms import Form, read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.sessions import THEMES, set_locale, set_theme

RememberLocale = Callable[[Request, Actor, str], Awaitable[None]]
"""Keep the language that a signed-in person chose, for every device."""


def preference_routes(remember_locale: RememberLocale) -> list[Route]:
    """Return POST /language and POST /theme. Scripts that ask get 204; forms go back to their page."""

    @public
    async def choose_language(request: Request) -> Response:
        form = await read_form(request)
        locale = form.choice("locale", TAGS)
        response = _back(request, form)
        if locale:
            set_locale(response, settings_of(request), locale)
            if actor := actor_of(request):
                await remember_locale(request, actor, locale)
        return response

    return [
        Route("/language", choose_language, methods=["POST"]),
        Route("/theme", choose_theme, methods=["POST"]),
    ]


@public
async def choose_theme(request: Request) -> Response:
    """Remember light, dark or auto at this browser."""
    form = await read_form(request)
    theme = form.choice("theme", THEMES)
    response = _back(request, form)
    if theme:
        set_theme(response, settings_of(request), theme)
    return response


def _back(request: Request, form: Form) -> Response:
    if "text/html" not in (header(request.scope, b"accept") or ""):
        return Response(status_code=204)
    return see_other(form.value("next"))
