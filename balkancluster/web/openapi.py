"""The OpenAPI 3.1 document of the API, made from the same types that parse its input."""

import re
from collections.abc import Iterable
from typing import Any, get_type_hints

import msgspec

from balkancluster import __version__
from balkancluster.web.operations import BASE, Operation

PROBLEM = {
    "description": "A problem document (RFC 9457) with a stable code, in the caller's language",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
LICENCE = {"identifier": "EUPL-1.2", "name": "EUPL-1.2"}
SCHEMAS = "#/components/schemas/"
REFUSALS = ("400", "401", "403", "404", "409", "413", "415", "422", "429", "503")


class FieldError(msgspec.Struct):
    """One input that has to change."""

    field: str
    code: str
    detail: str


class Problem(msgspec.Struct):
    """What went wrong (RFC 9457)."""

    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError] = []


def openapi(operations: Iterable[Operation], server: str) -> dict[str, Any]:
    """Return the document for these operations, served under `server`."""
    operations = list(operations)
    types = {kind for operation in operations for kind in (operation.body, operation.answer) if kind}
    ordered = [Problem, *sorted(types, key=lambda kind: kind.__name__)]
    _schemas, components = msgspec.json.schema_components(ordered, ref_template=f"{SCHEMAS}{{name}}")
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(BASE + operation.path, {})[operation.method.lower()] = _describe(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "BalkanCluster",
            "version": __version__,
            "license": LICENCE,
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.endpoint.__name__,
        "summary": operation.summary,
        "description": f"Needs the scope {operation.scope}.",
        "parameters": [*_path_parameters(operation.path), *query_parameters(operation.query)],
        "responses": {str(204 if operation.answer is None else operation.status): _answer(operation.answer)}
        | dict.fromkeys(REFUSALS, PROBLEM),
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _json(operation.body)}
    elif operation.media_type:
        described["requestBody"] = {"required": True, "content": {operation.media_type: {}}}
    return described


def _answer(kind: type | None) -> dict[str, Any]:
    if kind is None:
        return {"description": "Done"}
    return {"description": (kind.__doc__ or "").strip().splitlines()[0], "content": _json(kind)}


def _json(kind: type) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"{SCHEMAS}{kind.__name__}"}}}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def query_parameters(kind: type | None) -> list[dict[str, Any]]:
    """Return what may stand in the query of an address, each with its schema."""
    if kind is None:
        return []
    hints = get_type_hints(kind, include_extras=True)
    return [
        {"name": name, "in": "query", "schema": msgspec.json.schema(hint)} for name, hint in hints.items()
    ]
