"""The API's operations: one value each, from which come the route, the parsing and the OpenAPI document.

    Operation("POST", "/rooms/{room}/topics", open_topic, scope="rooms:write", summary="Open a topic",
              body=NewTopic, answer=TopicOut, status=201)

The endpoint is called with a Call: the request, its actor, and query and body already read into their types.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.access import Actor
from balkancluster.errors import Invalid
from balkancluster.i18n.messages import _
from balkancluster.i18n.reading import Reading
from balkancluster.web.arrival import reading_of
from balkancluster.web.bodies import json_response, read_json
from balkancluster.web.doors import scope
from balkancluster.web.services import Services, actor, services

BASE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a program, read and checked; `query` and `body` are None where there is none."""

    request: Request
    actor: Actor
    reading: Reading
    services: Services
    query: Any
    body: Any

    @property
    def locale(self) -> str:
        """Return the locale to answer in."""
        return self.reading.locale

    def path(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])


Endpoint = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can do; `answer` None means 204 without a body.

    One with a `media_type` takes a body of that type and reads it itself. Where more than one answer is
    possible the endpoint returns a Response.
    """

    method: str
    path: str
    endpoint: Endpoint
    scope: str
    summary: str
    query: type | None = None
    body: type | None = None
    answer: type | None = None
    status: int = 200
    media_type: str = ""

    def route(self) -> Route:
        """Return the route, with the door that asks for the scope."""

        async def answer(request: Request) -> Response:
            result = await self.endpoint(await self._read(request))
            if isinstance(result, Response):
                return result
            return Response(status_code=204) if self.answer is None else json_response(result, self.status)

        return Route(BASE + self.path, scope(self.scope)(answer), methods=[self.method])

    async def _read(self, request: Request) -> Call:
        return Call(
            request=request,
            actor=actor(request),
            reading=reading_of(request),
            services=services(request),
            query=read_query(request, self.query) if self.query else None,
            body=await read_json(request, self.body) if self.body else None,
        )


def read_query(request: Request, type_: type) -> Any:
    """Return the query of an address as that type. Raises Invalid naming the parameter."""
    values = dict(request.query_params)
    try:
        return msgspec.convert(values, type_, strict=False)
    except msgspec.ValidationError as error:
        field = str(error).rpartition("$.")[2].rstrip("`") if "$." in str(error) else None
        raise Invalid(_("A value in this address cannot be taken as it is."), field=field) from error
