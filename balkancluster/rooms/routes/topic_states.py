"""What becomes of a topic: followed or muted by one reader, closed by who runs the room."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.rooms.levels import set_level
from balkancluster.rooms.routes.frame import room_id, topic_id
from balkancluster.rooms.topics import close_topic
from balkancluster.web.doors import signed_in
from balkancluster.web.forms import read_form
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


def _back(request: Request) -> Response:
    return see_other(f"/rooms/{room_id(request)}/topics/{topic_id(request)}")


@signed_in
async def choose_level(request: Request) -> Response:
    """Follow a topic, mute it, or neither."""
    form = await read_form(request)
    level, log = form.value("level"), services(request).log
    await set_level(log, actor(request), room_id(request), topic_id(request), level)
    return _back(request)


@signed_in
async def close(request: Request) -> Response:
    """Let a topic take no more words."""
    await close_topic(services(request).log, actor(request), room_id(request), topic_id(request))
    return _back(request)


@signed_in
async def reopen(request: Request) -> Response:
    """Let a topic take words again."""
    log = services(request).log
    await close_topic(log, actor(request), room_id(request), topic_id(request), is_closed=False)
    return _back(request)


TOPIC = "/rooms/{room}/topics/{topic}"

routes = [
    Route(f"{TOPIC}/level", choose_level, methods=["POST"]),
    Route(f"{TOPIC}/close", close, methods=["POST"]),
    Route(f"{TOPIC}/reopen", reopen, methods=["POST"]),
]
