"""How a refusal is told: to programs as an RFC 9457 problem document, to people as a page in their words."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from balkancluster.errors import BadRequest, Forbidden, NotFound, Problem, Unauthorized, Unavailable
from balkancluster.outages import is_outage
from balkancluster.realtime.connection import TRY_LATER
from balkancluster.settings import Settings
from balkancluster.web.arrival import locale_of
from balkancluster.web.connections import SAFE_METHODS, address, is_api
from balkancluster.web.pages import render
from balkancluster.web.redirects import see_other, sign_in_address
from balkancluster.web.refusals import TITLES, MethodNotAllowed, TooLarge, Unexpected, UnsupportedMediaType
from balkancluster.web.typed import Body, is_form

MEDIA_TYPE = "application/problem+json"

GO_BY = (429, 500, 503, 507)
"""Refusals that go by: the same form may be taken a moment later, so it is shown again as it was."""

logger = logging.getLogger("balkancluster.web")

_OF_STARLETTE: dict[int, type[Problem]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedMediaType,
}


class Problems:
    """Answer whatever is raised inside: nobody sees a traceback, or a connection closed without a word."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_and_remember(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in {"http.response.start", "websocket.accept"}
            await send(message)

        scope.setdefault("state", {})["settings"] = self._settings
        body = Body(scope, receive) if is_form(scope) else None
        try:
            await self.app(scope, body.receive if body else receive, send_and_remember)
        except ClientDisconnect:
            return
        except Exception as error:
            problem = _problem_of(error, scope)
            if started or scope["type"] == "lifespan":
                raise
            if body and problem.status in GO_BY:
                scope["state"]["typed"] = await body.read_form()
            await _tell(problem, scope, receive, send)


def _problem_of(error: Exception, scope: Scope) -> Problem:
    if isinstance(error, Problem):
        return error
    if is_outage(error):
        # One line: while the database is away there are many of these.
        logger.warning("the database was not there", extra={"path": scope.get("path"), "trouble": str(error)})
        return Unavailable()
    logger.exception("unexpected error", extra={"path": scope.get("path")})
    return Unexpected()


async def _tell(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await _close(problem, send)
        return
    await answer(Request(scope, receive), problem)(scope, receive, send)


async def _close(problem: Problem, send: Send) -> None:
    """Refuse a socket. Only one that was opened first can be told to come back (D13)."""
    code = 1008
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        code = TRY_LATER
        await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code, "reason": problem.code})


def answer(request: Request, problem: Problem) -> Response:
    """Return the answer to a problem: JSON under /api and for scripts, a page for people.

    A visitor who opens a page for members is shown the way in, and comes back from there.
    """
    if is_api(request.scope):
        return problem_document(request, problem)
    if isinstance(problem, Unauthorized) and request.method in SAFE_METHODS:
        return see_other(sign_in_address(address(request)))
    response = _problem_page(request, problem)
    response.headers.update(problem.headers)
    return response


def _problem_page(request: Request, problem: Problem) -> Response:
    context = {
        "problem": problem,
        "heading": TITLES[problem.status],
        "something_was_typed": request.method not in SAFE_METHODS,
        "typed": getattr(request.state, "typed", None),
    }
    try:
        return render(request, "errors/problem.html", problem.status, **context)
    except Exception:
        logger.exception("the page of a problem failed")
        return PlainTextResponse(problem.message.in_locale(locale_of(request)), problem.status)


def problem_document(connection: HTTPConnection, problem: Problem) -> Response:
    """Return the RFC 9457 document: stable `code`, words in the caller's language, `errors` by field."""
    locale = locale_of(connection)
    detail = problem.message.in_locale(locale)
    document: dict[str, Any] = {
        "title": TITLES[problem.status].in_locale(locale),
        "status": problem.status,
        "code": problem.code,
        "detail": detail,
    }
    if problem.field:
        document["errors"] = [{"field": problem.field, "code": problem.code, "detail": detail}]
    headers = {"Content-Language": locale, **problem.headers}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(document), problem.status, headers, MEDIA_TYPE)


async def answer_starlette(request: Request, error: Exception) -> Response:
    """Answer what the router and the form parser refuse by themselves: 404, 405, 400."""
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    problem = _OF_STARLETTE.get(status, BadRequest)()
    if isinstance(error, HTTPException):
        problem.headers.update(error.headers or {})
    return answer(request, problem)


exception_handlers = {HTTPException: answer_starlette}
"""For Starlette(exception_handlers=…): its own refusals look like ours."""
