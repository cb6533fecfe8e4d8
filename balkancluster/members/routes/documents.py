"""Adding documents to an organisation's page, and taking them off; without JavaScript too."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import ensure_visible
from balkancluster.errors import Invalid, Problem
from balkancluster.files.api import FILES, keeper_of
from balkancluster.i18n.messages import _
from balkancluster.members.organisation_files import add_document, ensure_place, remove_document
from balkancluster.members.organisations import find_organisation
from balkancluster.members.routes.directory import organisation_page
from balkancluster.settings import Settings
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import Form
from balkancluster.web.redirects import see_other
from balkancluster.web.request_limits import FORM_BYTES, Allowance
from balkancluster.web.services import actor, services
from balkancluster.web.uploads import Sent, read_form_with_files

TOLD_ON_THE_PAGE = (413, 422)


def allowances(settings: Settings) -> list[Allowance]:
    """Return where a body may be as long as a file."""
    path = re.compile(r"/organisations/[^/]+/documents")
    return [Allowance("POST", path, settings.file_bytes + FORM_BYTES)]


@signed_in
async def add(request: Request) -> Response:
    """Put a document on the page. Raises NotFound for somebody else's organisation."""
    organisation_id = await _find_own(request)
    await services(request).limits.ensure_below(FILES, actor(request).id)
    try:
        async with read_form_with_files(request, most=1) as (_form, sent):
            await _add(request, organisation_id, sent.get("file", []))
    except Problem as problem:
        if problem.status not in TOLD_ON_THE_PAGE:
            raise
        form = Form()
        form.refuse("file", problem.message)
        return await organisation_page(request, form, problem.status)
    return see_other(f"/organisations/{request.path_params['code']}?done=document")


async def _add(request: Request, organisation_id: int, sent: list[Sent]) -> None:
    if not sent:
        raise Invalid(_("Choose a file."), field="file")
    me, database, keeper = actor(request), services(request).database, keeper_of(request)
    await keeper.ensure_welcome(me.id)
    async with database.read() as session:
        await ensure_place(session, organisation_id)
    file = await keeper.take_in(me.id, sent[0].name, sent[0].pieces())
    async with database.write() as session:
        await add_document(session, me, organisation_id, file.id)


@signed_in
async def remove(request: Request) -> Response:
    """Take a document off the page. Raises NotFound for somebody else's."""
    organisation_id = await _find_own(request)
    async with services(request).database.write() as session:
        await remove_document(session, actor(request), organisation_id, request.path_params["file"])
    return see_other(f"/organisations/{request.path_params['code']}?done=removed")


async def _find_own(request: Request) -> int:
    async with services(request).database.read() as session:
        organisation = (await find_organisation(session, request.path_params["code"])).organisation
    ensure_visible(actor(request), "manage.organisation", organisation.id)
    return organisation.id


routes = [
    Route("/organisations/{code}/documents", add, methods=["POST"]),
    Route("/organisations/{code}/documents/{file}/remove", remove, methods=["POST"]),
]
