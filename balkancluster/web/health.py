"""Is the process alive, and can it serve? For those who run it; both answers say nothing else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from balkancluster.web.doors import public

Check = Callable[[], Awaitable[None]]
"""Raises when a part that is needed does not work."""

SECONDS = 3.0

logger = logging.getLogger("balkancluster.web")


@public
async def live(request: Request) -> Response:
    """Answer 200 as long as the process can answer at all."""
    return PlainTextResponse("live\n")


def health_routes(checks: Mapping[str, Check]) -> list[Route]:
    """Return /health/live and /health/ready; ready is 503 and names the first part that does not work."""

    @public
    async def ready(request: Request) -> Response:
        for name, check in checks.items():
            try:
                await asyncio.wait_for(check(), SECONDS)
            except Exception:
                logger.exception("not ready", extra={"part": name})
                return PlainTextResponse(f"not ready: {name}\n", 503)
        return PlainTextResponse("ready\n")

    return [Route("/health/live", live), Route("/health/ready", ready)]
