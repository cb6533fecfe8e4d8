"""Files for programs and scripts: one request for one file."""

import re
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from starlette.requests import HTTPConnection

from balkancluster.errors import Invalid
from balkancluster.files.keeping import Keeper
from balkancluster.files.views import FileView
from balkancluster.i18n.messages import _
from balkancluster.settings import Settings
from balkancluster.web.connections import header
from balkancluster.web.limits import Limit
from balkancluster.web.operations import BASE, Call, Operation
from balkancluster.web.request_limits import FORM_BYTES, Allowance
from balkancluster.web.uploads import read_form_with_files

WRITE = "rooms:write"
FILES = Limit("files", times=60, seconds=60)
FORM = "multipart/form-data"


class FileOut(msgspec.Struct):
    """A file; `thumbnail` is null unless it is an image."""

    id: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    address: str
    thumbnail: str | None


class NameQuery(msgspec.Struct):
    """The name of a file whose bytes are the whole body."""

    name: Annotated[str, msgspec.Meta(max_length=1000)] = ""


def allowances(settings: Settings) -> list[Allowance]:
    """Return where a body may be as long as a file."""
    whole = settings.file_bytes + FORM_BYTES
    return [Allowance("POST", re.compile(f"{BASE}/files"), whole)]


def file_out(file: FileView) -> FileOut:
    """Return a file as JSON has it."""
    return FileOut(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        width=file.width,
        height=file.height,
        address=file.address,
        thumbnail=file.thumbnail if file.is_image else None,
    )


def keeper_of(connection: HTTPConnection) -> Keeper:
    """Return what keeps the files of the application that answers."""
    found: Keeper = connection.app.state.files
    return found


async def create_file(call: Call) -> FileOut:
    """Keep one file: the field `file` of a form, or the whole body."""
    await call.services.limits.ensure_below(FILES, call.actor.id)
    keeper, request, owner_id = keeper_of(call.request), call.request, call.actor.id
    announced = header(request.scope, b"content-length") or ""
    await keeper.ensure_welcome(owner_id, 0 if _is_form(call) else int(announced or 0))
    if not _is_form(call):
        return file_out(await keeper.take_in(owner_id, call.query.name, _body(call)))
    async with read_form_with_files(request, most=1) as (_form, sent):
        for file in sent.get("file", ()):
            return file_out(await keeper.take_in(owner_id, file.name, file.pieces()))
    raise Invalid(_("Choose a file."), field="file")


def _is_form(call: Call) -> bool:
    return (header(call.request.scope, b"content-type") or "").lower().startswith(FORM)


async def _body(call: Call) -> AsyncIterator[bytes]:
    async for piece in call.request.stream():
        if piece:
            yield piece


operations = [
    Operation(
        "POST",
        "/files",
        create_file,
        WRITE,
        "Send a file, to be attached to something afterwards",
        query=NameQuery,
        answer=FileOut,
        status=201,
        media_type=FORM,
    ),
]
