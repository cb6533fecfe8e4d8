"""The live line as one request of the API, for networks that let no socket through: POST /live.

The frames are those of the socket in both directions; the answer comes when there is something to hear, or
after `wait` seconds without it.
"""

import asyncio
from typing import Annotated, Any

import msgspec
from starlette.requests import Request

from balkancluster.errors import TooMany, Unauthorized, Unavailable
from balkancluster.realtime.admission import Full
from balkancluster.realtime.polling import Poll
from balkancluster.realtime.protocol import SOCKETS_PER_PERSON, SUBSCRIPTIONS, ClientFrame
from balkancluster.web.limits import Limit
from balkancluster.web.operations import Call, Operation

POLLS = Limit("polls", times=600, seconds=60)
BUSY_SECONDS = 5


class LiveIn(msgspec.Struct, forbid_unknown_fields=True):
    """What a client says on its line: a sub for each room from the number it has, and anything else."""

    frames: Annotated[list[ClientFrame], msgspec.Meta(max_length=SUBSCRIPTIONS + 50)]
    wait: Annotated[int, msgspec.Meta(ge=0, le=25)] = 0


class LiveOut(msgspec.Struct):
    """What a socket would have brought meanwhile: its frames, in order."""

    frames: list[Any]


async def hear_live(call: Call) -> LiveOut:
    """Say and hear what goes over the live socket, in one request (long poll)."""
    await call.services.limits.ensure_below(POLLS, call.actor.id)
    hub, asked = call.services.hub, call.body
    if hub.sockets_of(call.actor.id) >= SOCKETS_PER_PERSON:
        raise TooMany(BUSY_SECONDS)
    poll = Poll(hub, call.actor, call.locale)
    leaving = asyncio.create_task(_notice_departure(call.request, poll))
    try:
        frames = await poll.hear(asked.frames, asked.wait)
    except Full as full:
        raise Unavailable(retry_after=full.retry_after) from full
    finally:
        leaving.cancel()
    if poll.ended_by is not None and poll.ended_by >= 4500:
        raise Unauthorized
    return LiveOut([msgspec.Raw(frame) for frame in frames])


async def _notice_departure(request: Request, poll: Poll) -> None:
    """Let a poll end when its client hangs up; its reads are let finish."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    poll.stop()


operations = [
    Operation(
        "POST",
        "/live",
        hear_live,
        "rooms:read",
        "The live line without a socket (long poll)",
        body=LiveIn,
        answer=LiveOut,
    ),
]
