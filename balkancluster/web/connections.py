"""What the edge asks of a request's headers, read once and cheaply."""

from collections.abc import MutableMapping
from typing import Any

from starlette.requests import HTTPConnection, cookie_parser

Scope = MutableMapping[str, Any]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def header(scope: Scope, name: bytes) -> str | None:
    """Return the first header of that lower-case name, or None."""
    for found, value in scope["headers"]:
        if found == name:
            return str(value.decode("latin-1"))
    return None


def headers(scope: Scope, name: bytes) -> list[str]:
    """Return every header of that lower-case name."""
    return [value.decode("latin-1") for found, value in scope["headers"] if found == name]


def cookies(scope: Scope) -> dict[str, str]:
    """Return the cookies of a request."""
    return cookie_parser("; ".join(headers(scope, b"cookie")))


def bearer_token(scope: Scope) -> str | None:
    """Return the token of `Authorization: Bearer …` (RFC 6750), or None."""
    scheme, _space, token = (header(scope, b"authorization") or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def is_api(scope: Scope) -> bool:
    """Whether a program asked, and is to be answered in JSON."""
    if scope["path"].startswith("/api/"):
        return True
    accepted = header(scope, b"accept") or ""
    return "json" in accepted and "text/html" not in accepted


def address(connection: HTTPConnection) -> str:
    """Return path and query as they were asked for, to come back to."""
    query = connection.scope.get("query_string", b"").decode("latin-1")
    raw: bytes = connection.scope.get("raw_path") or connection.scope["path"].encode()
    return raw.decode("latin-1") + (f"?{query}" if query else "")
