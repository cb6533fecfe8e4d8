"""Handing files out: each time to who may read them now."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from balkancluster.errors import NotFound
from balkancluster.files.access import find_file
from balkancluster.files.api import keeper_of
from balkancluster.files.delivery import KEEP_BUT_ASK, SANDBOX, Part, disposition, find_part
from balkancluster.files.images import THUMBNAIL_TYPE
from balkancluster.files.keeping import thumbnail_key
from balkancluster.files.models import File
from balkancluster.files.views import SHOWN
from balkancluster.web.connections import header
from balkancluster.web.doors import scope
from balkancluster.web.services import actor, services

READ = "rooms:read"
THUMBNAIL_BYTES = 10_000_000
"""More than any thumbnail has."""


@scope(READ)
async def show_file(request: Request) -> Response:
    """Hand out a file: an image to be shown, anything else to be saved. Raises NotFound."""
    file = await _find(request)
    headers = {
        "ETag": f'"{file.digest[:32]}"',
        "Cache-Control": KEEP_BUT_ASK,
        "Content-Disposition": disposition(file.name, file.media_type),
        "Content-Security-Policy": SANDBOX,
        "Accept-Ranges": "bytes",
    }
    if _has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    condition = header(request.scope, b"if-range")
    asked = header(request.scope, b"range") if condition in (None, headers["ETag"]) else None
    part = find_part(asked, file.size)
    if part is None:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{file.size}"})
    headers["Content-Length"] = str(part.length)
    if not part.is_whole:
        headers["Content-Range"] = f"bytes {part.start}-{part.start + part.length - 1}/{file.size}"
    return await _send(request, file.id, part, headers, file.media_type)


@scope(READ)
async def show_thumbnail(request: Request) -> Response:
    """Hand out the small picture of an image. Raises NotFound."""
    file = await _find(request)
    if file.media_type not in SHOWN:
        raise NotFound
    headers = {
        "ETag": f'"{file.digest[:32]}-small"',
        "Cache-Control": KEEP_BUT_ASK,
        "Content-Disposition": "inline",
        "Content-Security-Policy": SANDBOX,
    }
    if _has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    whole = Part(0, THUMBNAIL_BYTES, is_whole=True)
    return await _send(request, thumbnail_key(file.id), whole, headers, THUMBNAIL_TYPE)


async def _find(request: Request) -> File:
    async with services(request).database.read() as session:
        return await find_file(session, actor(request), request.path_params["file"])


def _has_it(request: Request, etag: str) -> bool:
    return etag in (header(request.scope, b"if-none-match") or "")


async def _send(request: Request, key: str, part: Part, headers: dict[str, str], media_type: str) -> Response:
    status = 200 if part.is_whole else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    pieces = keeper_of(request).storage.read(key, part.start, part.length)
    # What is not there is answered with a page; once an answer has begun it can only be cut off.
    first = await anext(pieces, b"")
    return StreamingResponse(_after(first, pieces), status, headers, media_type)


async def _after(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


routes = [
    Route("/files/{file}/thumbnail", show_thumbnail, methods=["GET"]),
    Route("/files/{file}/{name}", show_file, methods=["GET"]),
]
