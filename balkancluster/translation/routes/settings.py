"""One's own choice of the languages that are left as they are."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.errors import Invalid, NotFound
from balkancluster.translation.choices import choose_read_languages, find_read_languages
from balkancluster.translation.languages import OURS
from balkancluster.translation.routes.parts import find_translator
from balkancluster.web.arrival import locale_of
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form, read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@signed_in
async def show_languages(request: Request) -> Response:
    """Show which languages the person reads. Raises NotFound where there is no translation."""
    _ensure_on(request)
    async with services(request).database.read() as session:
        reads = await find_read_languages(session, actor(request), locale_of(request))
    return _page(request, Form(), reads)


@signed_in
async def keep_languages(request: Request) -> Response:
    """Keep which languages the person reads."""
    _ensure_on(request)
    form = await read_form(request)
    chosen = form.all("languages")
    try:
        async with services(request).database.write() as session:
            await choose_read_languages(session, actor(request), chosen)
    except Invalid as problem:
        form.note(problem)
        return _page(request, form, chosen, status=422)
    return see_other("/settings/translation?done=languages")


def _ensure_on(request: Request) -> None:
    if not find_translator(request).is_on:
        raise NotFound


def _page(request: Request, form: Form, reads: object, status: int = 200) -> Response:
    done = request.query_params.get("done", "")
    return render(
        request, "members/translation.html", status, form=form, reads=reads, languages=OURS, done=done
    )


routes = [
    Route("/settings/translation", show_languages, methods=["GET"]),
    Route("/settings/translation", keep_languages, methods=["POST"]),
]
