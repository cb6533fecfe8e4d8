"""JSON in and out of the API: read into a msgspec type, refused with a path where it does not fit.

message = await read_json(request, NewMessage)
return json_response(Posted(...), 201)
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from balkancluster.errors import BadRequest, Invalid
from balkancluster.i18n.messages import Message, _
from balkancluster.realtime import strict_json
from balkancluster.web.connections import header
from balkancluster.web.refusals import UnsupportedMediaType

Type = TypeVar("Type")

_decoder: Callable[[type[Any]], msgspec.json.Decoder[Any]] = cache(msgspec.json.Decoder)  # type: ignore[assignment]

_PATH = re.compile(r" - at `(?P<path>\$[^`]*)`$")
_FIELD = re.compile(r"(?:missing required|contains unknown) field `(?P<field>[^`]*)`")


async def read_json(request: Request, type_: type[Type]) -> Type:
    """Return the body of a request as that type.

    Raises UnsupportedMediaType, BadRequest (no JSON) or Invalid (JSON of another shape; `field` is its path).
    """
    media_type = (header(request.scope, b"content-type") or "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType
    return decode_json(await request.body(), type_)


def decode_json(body: bytes, type_: type[Type]) -> Type:
    """Return JSON as that type. Raises BadRequest or Invalid."""
    try:
        value: Type = strict_json.read(body, _decoder(type_).decode)
    except strict_json.WrongShape as error:
        raise _invalid(str(error)) from error
    except strict_json.NotJson as error:
        raise BadRequest(_("This is not JSON."), code="bad_json") from error
    if b"\\u0000" in body:
        _ensure_no_null(msgspec.to_builtins(value), "")
    return value


def json_response(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _invalid(reason: str) -> Invalid:
    path = _PATH.search(reason)
    field = _FIELD.search(reason)
    names = [path["path"].removeprefix("$").lstrip(".") if path else "", field["field"] if field else ""]
    where = ".".join(filter(None, names))
    return Invalid(_what_is_wrong(reason, where), field=where or None)


def _what_is_wrong(reason: str, where: str) -> Message:
    if "missing required field" in reason:
        return _("The field %(field)s is missing.", field=where)
    if "unknown field" in reason:
        return _("The field %(field)s is not known here.", field=where)
    if where:
        return _("The value of %(field)s cannot be taken as it is.", field=where)
    return _("This JSON does not have the expected shape.")


def _ensure_no_null(value: Any, path: str) -> None:
    """PostgreSQL cannot keep U+0000, and no text needs it."""
    if isinstance(value, str) and "\0" in value:
        raise Invalid(_what_is_wrong("", path), field=path or None)
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        _ensure_no_null(item, f"{path}.{key}".lstrip("."))
