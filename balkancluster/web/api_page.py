"""The page about the API for people who write programs: every request and frame, with an example of each."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster import resources
from balkancluster.web.asyncapi import Example, kind_of, spoken, summary_of
from balkancluster.web.doors import public
from balkancluster.web.openapi import query_parameters
from balkancluster.web.operations import BASE, Operation
from balkancluster.web.pages import render
from balkancluster.web.samples import VALUES, sample
from balkancluster.web.services import services

BOT = "api/echo_bot.txt"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that may stand in the query of an address; `range` is what it may be, for readers of code."""

    name: str
    range: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation as the page shows it: how it is asked for, and what comes back."""

    operation: Operation
    path: str
    parameters: list[Parameter]
    command: str
    answer: str
    status: int


@dataclass(frozen=True, slots=True)
class Said:
    """A frame as the page shows it, with its examples."""

    kind: str
    summary: str
    examples: list[str]


def api_route(
    operations: Iterable[Operation], from_client: Sequence[Example], from_server: Sequence[Example]
) -> Route:
    """Return the page for these operations and for the frames of these examples."""
    listed = list(operations)
    bot = (resources.folder("templates") / BOT).read_text(encoding="utf-8")

    @public
    async def show_api(request: Request) -> Response:
        server = services(request).settings.base_url
        return render(
            request,
            "api/page.html",
            server=server,
            socket=server.replace("http", "ws", 1),
            asked=[show_operation(operation, server) for operation in listed],
            from_client=show_frames(from_client),
            from_server=show_frames(from_server),
            bot=bot,
        )

    return Route("/api", show_api)


def show_operation(operation: Operation, server: str) -> Asked:
    """Return an operation with an example that can be pasted into a shell."""
    return Asked(
        operation=operation,
        path=BASE + operation.path,
        parameters=[_parameter(described) for described in query_parameters(operation.query)],
        command=_command(operation, server),
        answer=_json(sample(operation.answer)) if operation.answer else "",
        status=operation.status if operation.answer else 204,
    )


def show_frames(examples: Sequence[Example]) -> list[Said]:
    """Return each kind of frame once, with all its examples."""
    kinds = dict.fromkeys(kind_of(example) for example in examples)
    of_kind = {kind: [one for one in examples if kind_of(one) == kind] for kind in kinds}
    return [
        Said(kind, summary_of(type(frames[0])), [_json(spoken(frame)) for frame in frames])
        for kind, frames in of_kind.items()
    ]


def _parameter(described: dict[str, Any]) -> Parameter:
    parts = described["schema"].get("anyOf", [described["schema"]])
    numbers: dict[str, Any] = next((part for part in parts if part.get("type") == "integer"), {})
    highest = numbers.get("maximum", 0)
    is_bounded = 0 < highest < VALUES["seq"] * 1_000
    return Parameter(described["name"], f"{numbers['minimum']} … {highest}" if is_bounded else "")


def _command(operation: Operation, server: str) -> str:
    path = re.sub(r"\{(\w+)\}", lambda found: quote(str(VALUES[found[1]])), BASE + operation.path)
    method = "" if operation.method in {"GET", "POST"} else f" -X {operation.method}"
    lines = [f'curl{method} -H "Authorization: Bearer $TOKEN"']
    if operation.body:
        lines += ["-H 'Content-Type: application/json'", f"-d '{_compact(sample(operation.body))}'"]
    elif operation.method == "POST":
        lines[0] = lines[0].replace("curl", "curl -X POST", 1)
    return " \\\n  ".join([*lines, server + path])


def _json(value: Any) -> str:
    compact = _compact(value)
    return compact if len(compact) <= 80 else json.dumps(value, ensure_ascii=False, indent=2)


def _compact(value: Any) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
