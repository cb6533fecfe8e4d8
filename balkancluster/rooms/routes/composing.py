"""A form with its files: each file is taken in as it comes, whatever becomes of the words beside it."""

import re
from contextlib import AsyncExitStack

from starlette.requests import Request

from balkancluster.errors import Problem
from balkancluster.files.api import FILES, keeper_of
from balkancluster.files.errors import FileTooLarge, NoFilesHere, NoRoom, QuotaReached
from balkancluster.rooms.attachments import FILES_LIMIT, too_many_files
from balkancluster.rooms.rights import find_open_seat
from balkancluster.rooms.routes.frame import room_id
from balkancluster.settings import Settings
from balkancluster.web.connections import header
from balkancluster.web.forms import Form, read_form
from balkancluster.web.request_limits import FORM_BYTES, Allowance
from balkancluster.web.services import actor, services
from balkancluster.web.uploads import Sent, read_form_with_files

FILE_REFUSALS = (FileTooLarge, QuotaReached, NoRoom, NoFilesHere)
CHOSEN_AT_ONCE = 5 * FILES_LIMIT
"""So many are read and refused with a reason; a form with more is no form of ours."""


def allowances(settings: Settings) -> list[Allowance]:
    """Return where a form may be as long as all files of a message."""
    whole = FILES_LIMIT * settings.file_bytes + FORM_BYTES
    return [Allowance("POST", re.compile(r"/rooms/\d+/topics(?:/\d+/messages)?"), whole)]


async def read_composed(request: Request) -> tuple[Form, Problem | None]:
    """Return the form, with the ids of its files in the list `files`, and why a file could not be taken.

    Raises NotFound for a stranger and Conflict in an archived room, before anything is received.
    """
    if not (header(request.scope, b"content-type") or "").lower().startswith("multipart/form-data"):
        return await read_form(request), None
    async with services(request).database.read() as session:
        await find_open_seat(session, actor(request), room_id(request))
    async with AsyncExitStack() as stack:
        form, sent = await stack.enter_async_context(read_form_with_files(request, CHOSEN_AT_ONCE))
        given = form.lists.setdefault("files", [])
        for file in (files := sent.get("file", [])):
            try:
                if len(files) + len(form.all("files")) > FILES_LIMIT:
                    raise too_many_files()
                given.append(await _take_in(request, file))
            except Problem as problem:
                return form, problem
    return form, None


async def _take_in(request: Request, file: Sent) -> str:
    await services(request).limits.ensure_below(FILES, actor(request).id)
    taken = await keeper_of(request).take_in(actor(request).id, file.name, file.pieces())
    return taken.id
