"""Files for programs and scripts: one request for one file."""

import re
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from starlette.requests import HTTPConnection
from starlette.responses import Response

from balkancluster.errors import Invalid
from balkancluster.files.claiming import remove_loose_file
from balkancluster.files.keeping import Keeper
from balkancluster.files.resuming import (
    OFFSET,
    PART_BYTES,
    add_part,
    begin_upload,
    drop_upload,
    read_progress,
)
from balkancluster.files.views import FileView
from balkancluster.i18n.messages import _
from balkancluster.settings import Settings
from balkancluster.web.bodies import json_response
from balkancluster.web.connections import header
from balkancluster.web.forms import read_number
from balkancluster.web.limits import Limit
from balkancluster.web.operations import BASE, Call, Operation
from balkancluster.web.request_limits import FORM_BYTES, Allowance
from balkancluster.web.uploads import read_form_with_files

WRITE = "rooms:write"
FILES = Limit("files", times=60, seconds=60)
PARTS = Limit("file-parts", times=1200, seconds=60)
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


class NewUpload(msgspec.Struct, forbid_unknown_fields=True):
    """A file that will come in pieces."""

    name: Annotated[str, msgspec.Meta(max_length=1000)]
    size: int


class UploadOut(msgspec.Struct):
    """An upload; `offset` is where the next piece begins, `limit` the most bytes that one may have."""

    id: str
    offset: int
    limit: int


class NameQuery(msgspec.Struct):
    """The name of a file whose bytes are the whole body."""

    name: Annotated[str, msgspec.Meta(max_length=1000)] = ""


def allowances(settings: Settings) -> list[Allowance]:
    """Return where a body may be as long as a file."""
    whole = settings.file_bytes + FORM_BYTES
    return [
        Allowance("POST", re.compile(f"{BASE}/files"), whole),
        Allowance("PATCH", re.compile(f"{BASE}/uploads/[^/]+"), PART_BYTES),
    ]


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


async def delete_file(call: Call) -> None:
    """Remove one's own file that nothing holds. Raises NotFound."""
    async with call.services.database.write() as session:
        await remove_loose_file(session, call.actor.id, call.path("file"))


async def create_upload(call: Call) -> UploadOut:
    """Begin a file that comes in pieces."""
    await call.services.limits.ensure_below(FILES, call.actor.id)
    body: NewUpload = call.body
    progress = await begin_upload(keeper_of(call.request), call.actor.id, body.name, body.size)
    return UploadOut(id=progress.id, offset=0, limit=PART_BYTES)


async def continue_upload(call: Call) -> Response:
    """Take the next piece: 204 with the new offset, or 201 with the file after the last."""
    await call.services.limits.ensure_below(PARTS, call.actor.id)
    offset = read_number(header(call.request.scope, OFFSET.lower().encode()) or "")
    if offset is None:
        raise Invalid(_("The header %(name)s says where a piece begins.", name=OFFSET), field=OFFSET)
    progress = await add_part(
        keeper_of(call.request), call.actor.id, call.path("upload"), offset, _body(call)
    )
    headers = {OFFSET: str(progress.received)}
    if progress.file is None:
        return Response(status_code=204, headers=headers)
    answer = json_response(file_out(progress.file), 201)
    answer.headers.update(headers)
    return answer


async def show_upload(call: Call) -> Response:
    """Say how far an upload is."""
    async with call.services.database.read() as session:
        progress = await read_progress(session, call.actor.id, call.path("upload"))
    headers = {OFFSET: str(progress.received), "Upload-Length": str(progress.size)}
    return Response(status_code=200, headers=headers)


async def delete_upload(call: Call) -> None:
    """Forget an upload that is not finished."""
    await drop_upload(keeper_of(call.request), call.actor.id, call.path("upload"))


UPLOAD = "/uploads/{upload}"

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
    Operation("DELETE", "/files/{file}", delete_file, WRITE, "Remove a file that nothing holds yet"),
    Operation(
        "POST",
        "/uploads",
        create_upload,
        WRITE,
        "Begin a file that comes in pieces",
        body=NewUpload,
        answer=UploadOut,
        status=201,
    ),
    Operation(
        "PATCH",
        UPLOAD,
        continue_upload,
        WRITE,
        "Send the next piece",
        answer=FileOut,
        status=201,
        media_type="application/octet-stream",
    ),
    Operation("HEAD", UPLOAD, show_upload, WRITE, "How far an upload is, in its headers"),
    Operation("DELETE", UPLOAD, delete_upload, WRITE, "Forget an upload that is not finished"),
]
