"""Is the process alive, and can it serve? For those who run it; strangers learn nothing but yes or no.

A part that is needed makes the answer 503. One that is not, such as the bus, makes it say "degraded": people
are served, some things come a second later. Who asks from the machine itself also sees what was counted.
"""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from balkancluster.database import Database
from balkancluster.web.doors import public

Check = Callable[[], Awaitable[None]]
"""Raises when a part that is needed does not work."""

SECONDS = 3.0

logger = logging.getLogger("balkancluster.web")


@dataclass(frozen=True, slots=True)
class Condition:
    """How a part is that the platform can do without for a while, and what it has counted."""

    works: bool
    counters: Mapping[str, int | str] = field(default_factory=dict)


Ask = Callable[[], Condition]


def check_of(database: Database) -> Check:
    """Return the check that a database answers."""

    async def check() -> None:
        async with database.read() as session:
            await session.execute(select(1))

    return check


@public
async def live(request: Request) -> Response:
    """Answer 200 as long as the process can answer at all."""
    return PlainTextResponse("live\n")


def health_routes(checks: Mapping[str, Check], conditions: Mapping[str, Ask] | None = None) -> list[Route]:
    """Return /health/live and /health/ready.

    Ready is 503 and names the first of `checks` that does not work, or 200 and names those of `conditions`.
    """

    @public
    async def ready(request: Request) -> Response:
        for name, check in checks.items():
            try:
                await asyncio.wait_for(check(), SECONDS)
            except Exception:
                logger.exception("not ready", extra={"part": name})
                return PlainTextResponse(f"not ready: {name}\n", 503)
        found = {name: ask() for name, ask in (conditions or {}).items()}
        return PlainTextResponse("".join(_lines(found, is_local=_is_local(request))))

    return [Route("/health/live", live), Route("/health/ready", ready)]


def _lines(found: Mapping[str, Condition], *, is_local: bool) -> list[str]:
    broken = [name for name, condition in found.items() if not condition.works]
    lines = [f"ready, degraded: {', '.join(broken)}\n" if broken else "ready\n"]
    if is_local:
        for name, condition in found.items():
            counted = " ".join(f"{key}={value}" for key, value in condition.counters.items())
            lines.append(f"{name}: {counted}\n")
    return lines


def _is_local(request: Request) -> bool:
    """Whether somebody on this machine asks: a proxy names the address of whoever it asks for."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
