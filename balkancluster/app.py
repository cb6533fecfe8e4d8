"""The composition root: builds the application, and is the one file that knows everyone."""

import contextlib
import random
from collections.abc import AsyncIterator, Callable

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.jobs import repeating
from balkancluster.mail.routes import routes as mail_routes
from balkancluster.mail.sending import SEND_EVERY, Sending
from balkancluster.members.actors import find_ended
from balkancluster.members.api import operations as member_operations
from balkancluster.members.identity import Identity
from balkancluster.members.people import choose_locale
from balkancluster.members.routes import routes as member_routes
from balkancluster.realtime.bus import MemoryBus
from balkancluster.realtime.connection import Connection
from balkancluster.realtime.hub import SESSION_ENDED, Hub
from balkancluster.realtime.log import Log
from balkancluster.rooms.api import operations as room_operations
from balkancluster.rooms.channel import RoomChannel
from balkancluster.rooms.routes import routes as room_routes
from balkancluster.settings import Settings
from balkancluster.web import pages, script_messages, static_files
from balkancluster.web.arrival import actor_of, locale_of
from balkancluster.web.bodies import json_response
from balkancluster.web.doors import public
from balkancluster.web.health import Check, health_routes
from balkancluster.web.openapi import openapi
from balkancluster.web.operations import BASE
from balkancluster.web.preferences import preference_routes
from balkancluster.web.problems import exception_handlers
from balkancluster.web.protection import protection
from balkancluster.web.services import Services, services

COME_BACK_AFTER_MS = (500, 5_000)

operations = [*room_operations, *member_operations]


def build_services(settings: Settings) -> Services:
    """Put together the long-living parts of one process."""
    database = Database(settings.database_url)
    hub = Hub(database, RoomChannel(), find_ended)
    bus = MemoryBus()
    bus.listen(hub.hint)
    return Services(settings=settings, database=database, log=Log(database, bus.publish), hub=hub)


def build_app(settings: Settings) -> Starlette:
    """Return the application for these settings."""
    pages.prepare(watch_templates=settings.development)
    parts = build_services(settings)
    identity = Identity(parts.database, settings)
    app = Starlette(
        routes=routes(parts),
        middleware=protection(settings, identity.identify),
        exception_handlers=exception_handlers,
        lifespan=_lifespan(parts),
    )
    app.state.services = parts
    return app


def routes(parts: Services) -> list[BaseRoute]:
    """Return every address of the application."""
    return [
        *mail_routes,
        *member_routes,
        *room_routes,
        *(operation.route() for operation in operations),
        Route(f"{BASE}/openapi.json", show_openapi),
        *preference_routes(remember_locale),
        *script_messages.routes,
        *static_files.routes,
        *health_routes({"database": _check_database(parts.database)}),
        WebSocketRoute("/live", talk),
    ]


def _lifespan(parts: Services) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    sending = Sending(parts.database, parts.settings)
    works = {
        "sweep": (parts.settings.sweep_seconds, parts.hub.sweep),
        "heartbeat": (parts.settings.heartbeat_seconds, parts.hub.beat),
        "mail": (SEND_EVERY, sending.send_due),
    }

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with repeating(works):
            yield
        await parts.log.close()
        await parts.hub.close()
        await parts.database.close()

    return lifespan


def _check_database(database: Database) -> Check:
    async def check() -> None:
        async with database.read() as session:
            await session.execute(select(1))

    return check


async def remember_locale(request: Request, actor: Actor, locale: str) -> None:
    """Keep the language that a signed-in person chose, for every device."""
    async with services(request).database.write() as session:
        await choose_locale(session, actor.id, locale)


async def talk(socket: WebSocket) -> None:
    """Serve the live socket; who is not signed in is told so by close code, after the handshake."""
    await socket.accept()
    actor = actor_of(socket)
    if actor is None:
        await socket.close(SESSION_ENDED)
        return
    await Connection(socket, services(socket).hub, actor, locale_of(socket)).run()


def say_goodbye(app: Starlette) -> None:
    """Tell every open socket that the server stops, and spread their return over some seconds."""
    found: Services = app.state.services
    found.hub.say_goodbye(lambda: random.randint(*COME_BACK_AFTER_MS))  # noqa: S311 - jitter, no secret


@public
async def show_openapi(request: Request) -> Response:
    """Describe the API to programs."""
    return json_response(openapi(operations, services(request).settings.base_url))
