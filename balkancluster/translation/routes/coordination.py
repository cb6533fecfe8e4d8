"""The coordinator's page of translation: the service, what it costs, what may leave, and the glossary."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster import clock
from balkancluster.access import COORDINATOR
from balkancluster.errors import Conflict, Invalid
from balkancluster.i18n.locales import TAGS
from balkancluster.members.request_lists import count_open_requests
from balkancluster.realtime.streams import read_id
from balkancluster.translation.budget import read_use
from balkancluster.translation.choices import allow_private, allows_private
from balkancluster.translation.failures import say_reason
from balkancluster.translation.glossary import Term, find_term, keep_term, list_terms, remove_term
from balkancluster.translation.languages import OURS
from balkancluster.translation.routes.parts import find_translator
from balkancluster.web.doors import role
from balkancluster.web.forms import Form, read_form
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services

PAGE = "/coordination/translation"


@role(COORDINATOR)
async def show_translation(request: Request) -> Response:
    """Show how translation stands, or how to have it."""
    return await _page(request, Form())


@role(COORDINATOR)
async def keep_policy(request: Request) -> Response:
    """Decide whether private talk may be sent to the service."""
    form = await read_form(request)
    async with services(request).database.write() as session:
        await allow_private(session, actor(request), form.tick("allows_private"))
    return see_other(f"{PAGE}?done=policy")


@role(COORDINATOR)
async def add_term(request: Request) -> Response:
    """Add a term to the glossary."""
    return await _keep(request, None)


@role(COORDINATOR)
async def show_term(request: Request) -> Response:
    """Show a term for changing. Raises NotFound."""
    async with services(request).database.read() as session:
        term = await find_term(session, read_id(request.path_params["term"]))
    return await _term_page(request, Form({"en": term.en, "bg": term.bg, "sr": term.sr}))


@role(COORDINATOR)
async def change_term(request: Request) -> Response:
    """Change a term. Raises NotFound."""
    return await _keep(request, read_id(request.path_params["term"]))


@role(COORDINATOR)
async def take_out(request: Request) -> Response:
    """Take a term out of the glossary. Raises NotFound."""
    async with services(request).database.write() as session:
        await remove_term(session, actor(request), read_id(request.path_params["term"]))
    return see_other(f"{PAGE}?done=removed#glossary")


async def _keep(request: Request, term_id: int | None) -> Response:
    form = await read_form(request)
    term = Term(form.value("en"), form.value("bg"), form.value("sr"))
    try:
        async with services(request).database.write() as session:
            await keep_term(session, actor(request), term, term_id)
    except (Invalid, Conflict) as problem:
        form.note(problem)
        show = _page if term_id is None else _term_page
        return await show(request, form, problem.status)
    return see_other(f"{PAGE}?done=kept#glossary")


async def _term_page(request: Request, form: Form, status: int = 200) -> Response:
    async with services(request).database.read() as session:
        open_requests = await count_open_requests(session)
    term = request.path_params["term"]
    context = {"form": form, "term": term, "open_requests": open_requests}
    return render(request, "coordination/term.html", status, **context)


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    translator, settings = find_translator(request), services(request).settings
    context: dict[str, Any] = {"form": form, "translator": translator}
    async with services(request).database.read() as session:
        context |= {
            "open_requests": await count_open_requests(session),
            "allows_private": await allows_private(session),
            "terms": await list_terms(session),
            "use": await read_use(session, clock.now()),
        }
    return render(
        request,
        "coordination/translation.html",
        status,
        done=request.query_params.get("done", ""),
        trouble=say_reason(translator.trouble) if translator.trouble else None,
        pairs=[(tag, translator.languages.targets_of(tag)) for tag in TAGS],
        languages=OURS,
        site_limit=settings.translation_site_characters,
        person_limit=settings.translation_person_characters,
        **context,
    )


routes = [
    Route(PAGE, show_translation, methods=["GET"]),
    Route(PAGE, keep_policy, methods=["POST"]),
    Route(f"{PAGE}/glossary", add_term, methods=["POST"]),
    Route(f"{PAGE}/glossary/{{term}}", show_term, methods=["GET"]),
    Route(f"{PAGE}/glossary/{{term}}", change_term, methods=["POST"]),
    Route(f"{PAGE}/glossary/{{term}}/remove", take_out, methods=["POST"]),
]
