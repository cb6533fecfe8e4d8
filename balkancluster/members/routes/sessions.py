"""On which devices one is signed in, and signing them out."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from balkancluster.members.devices import describe_device
from balkancluster.members.routes.browsers import silence
from balkancluster.members.routes.frame import show
from balkancluster.members.routes.ids import path_id
from balkancluster.members.sessions import end_session, end_sessions, find_sessions
from balkancluster.web.doors import signed_in
from balkancluster.web.redirects import see_other
from balkancluster.web.services import actor, services


@signed_in
async def show_sessions(request: Request) -> Response:
    """List the devices of the person, the one at hand among them."""
    async with services(request).database.read() as session:
        sessions = await find_sessions(session, actor(request).id)
    return show(request, "members/sessions.html", sessions=sessions, describe_device=describe_device)


@signed_in
async def end_one(request: Request) -> Response:
    """Sign one device out. Raises NotFound for a session of somebody else."""
    me = actor(request)
    async with services(request).database.write() as session:
        await end_session(session, me.id, path_id(request, "session"))
    await silence(request, me.id)
    return see_other("/settings/sessions?done=session")


@signed_in
async def end_others(request: Request) -> Response:
    """Sign out every device but this one."""
    me = actor(request)
    async with services(request).database.write() as session:
        await end_sessions(session, me.id, except_id=me.session_id)
    await silence(request, me.id)
    return see_other("/settings/sessions?done=sessions")


routes = [
    Route("/settings/sessions", show_sessions, methods=["GET"]),
    Route("/settings/sessions/end-others", end_others, methods=["POST"]),
    Route("/settings/sessions/{session}/end", end_one, methods=["POST"]),
]
