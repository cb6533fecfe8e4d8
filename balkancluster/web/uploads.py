"""Forms with files: the words as in any form, and each file on its own, passed to the disk as it comes.

async with read_form_with_files(request, most=10) as (form, sent):
    for file in sent.get("document", []): ...
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from balkancluster.errors import BadRequest
from balkancluster.web.connections import header
from balkancluster.web.forms import FIELD_BYTES, FIELDS, Form, form_of
from balkancluster.web.refusals import UnsupportedMediaType

PIECE = 256 * 1024
_BOUNDARY = re.compile(r'boundary="?([^";]{1,200})"?')


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of a form: the name that the browser gave it, and its bytes."""

    name: str
    _file: UploadFile

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the bytes."""
        while piece := await self._file.read(PIECE):
            yield piece


@asynccontextmanager
async def read_form_with_files(
    request: Request, most: int
) -> AsyncIterator[tuple[Form, dict[str, list[Sent]]]]:
    """Yield a form and its files by field, at most so many; they are gone after the block.

    A field in which nothing was chosen has no file. Raises BadRequest, UnsupportedMediaType or TooLarge.
    """
    content_type = header(request.scope, b"content-type") or ""
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        raise UnsupportedMediaType
    stream = _until_closed(request, content_type)
    parser = MultiPartParser(
        request.headers, stream, max_files=most, max_fields=FIELDS, max_part_size=FIELD_BYTES
    )
    try:
        fields = await parser.parse()
    except (MultiPartException, ValueError, KeyError) as error:
        raise BadRequest from error
    try:
        sent: dict[str, list[Sent]] = {}
        for name, value in fields.multi_items():
            if isinstance(value, UploadFile) and value.filename:
                sent.setdefault(name, []).append(Sent(value.filename, value))
        yield form_of((name, value) for name, value in fields.multi_items() if isinstance(value, str)), sent
    finally:
        await fields.close()


async def _until_closed(request: Request, content_type: str) -> AsyncGenerator[bytes, None]:
    """Pass a body on; one that was cut off has no closing boundary, and the parser would not notice."""
    found = _BOUNDARY.search(content_type)
    closing = f"--{found[1]}--".encode("latin-1") if found else b""
    end = b""
    async for piece in request.stream():
        end = (end + piece)[-len(closing) - 64 :]
        yield piece
    if not closing or closing not in end:
        raise BadRequest
