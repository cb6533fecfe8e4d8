"""How long an address, its headers and a body may be; what is longer is refused before anybody reads it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from balkancluster.errors import NotFound
from balkancluster.web.connections import header
from balkancluster.web.refusals import AddressTooLong, HeadersTooLarge, TooLarge

ADDRESS_BYTES = 8 * 1024
HEADER_BYTES = 32 * 1024
HEADER_COUNT = 100
JSON_BYTES = 64 * 1024
FORM_BYTES = 256 * 1024
"""A form may be longer than JSON: percent-encoding takes six bytes for a Cyrillic letter, and a text that is
too long must come back with its error instead of being lost."""

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Allowance:
    """Where a body may be longer, since it is passed on as it comes and never held: files."""

    method: str
    path: re.Pattern[str]
    limit: int


class RequestLimits:
    """Refuse what is too long: 414 for the address, 431 for headers, 413 for the body; 404 for U+0000."""

    def __init__(self, app: ASGIApp, allowances: Sequence[Allowance] = ()) -> None:
        self.app = app
        self._allowances = allowances

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        _ensure_readable_address(scope)
        _ensure_few_headers(scope)
        if scope["type"] == "http":
            receive = _limited(_body_limit(scope, self._allowances), scope, receive)
        await self.app(scope, receive, send)


def _ensure_readable_address(scope: Scope) -> None:
    if "\0" in scope["path"]:
        # No database is asked for it: PostgreSQL would fail.
        raise NotFound
    path = scope.get("raw_path") or scope["path"].encode()
    if len(path) + len(scope.get("query_string", b"")) > ADDRESS_BYTES:
        raise AddressTooLong


def _ensure_few_headers(scope: Scope) -> None:
    headers = scope["headers"]
    if len(headers) > HEADER_COUNT or sum(len(name) + len(value) for name, value in headers) > HEADER_BYTES:
        raise HeadersTooLarge


def _limited(limit: int, scope: Scope, receive: Receive) -> Receive:
    announced = header(scope, b"content-length") or ""
    if len(announced) > len(str(limit)) or int(announced or 0) > limit:
        raise TooLarge
    received = 0

    async def receive_within_limit() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise TooLarge
        return message

    return receive_within_limit


def _body_limit(scope: Scope, allowances: Sequence[Allowance]) -> int:
    for allowance in allowances:
        if scope["method"] == allowance.method and allowance.path.fullmatch(scope["path"]):
            return allowance.limit
    media_type = (header(scope, b"content-type") or "").lower()
    return FORM_BYTES if media_type.startswith(FORM_TYPES) else JSON_BYTES
