"""The composition root: builds the application, and is the one file that knows everyone."""

import asyncio
import contextlib
import dataclasses
import random
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.files import access
from balkancluster.files.api import allowances as allow_files
from balkancluster.files.api import operations as file_operations
from balkancluster.files.keeping import Keeper, open_keeper
from balkancluster.files.routes import routes as file_routes
from balkancluster.files.sweeping import SWEEP_EVERY, Sweep
from balkancluster.jobs import Work, repeating
from balkancluster.mail.routes import routes as mail_routes
from balkancluster.mail.sending import SEND_EVERY, Sending
from balkancluster.members.actors import find_ended
from balkancluster.members.changes import find_changed, find_visible
from balkancluster.members.identity import Identity
from balkancluster.members.mail import Letters
from balkancluster.members.news import PersonLeft, RequestDecided, RequestMade, RoleChanged
from balkancluster.members.organisation_files import holds_document
from balkancluster.members.people import choose_locale
from balkancluster.members.routes import routes as member_routes
from balkancluster.members.routes.documents import allowances as allow_documents
from balkancluster.notifications import forgetting, of_members, showing
from balkancluster.notifications.api import operations as notification_operations
from balkancluster.notifications.channel import OwnChannel
from balkancluster.notifications.examples import NOTICE_EXAMPLE
from balkancluster.notifications.mail import LOOK_EVERY, NewsLetters
from balkancluster.notifications.reading import count_unread
from balkancluster.notifications.routes import routes as notification_routes
from balkancluster.notifications.visits import KEEP_EVERY, Visits
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.bus.bus import Bus, open_bus
from balkancluster.realtime.bus.news import Changed, Ended, Heads
from balkancluster.realtime.connection import Connection
from balkancluster.realtime.examples import CLIENT_EXAMPLES, SERVER_EXAMPLES
from balkancluster.realtime.hub import SESSION_ENDED, Hub
from balkancluster.realtime.log import Log
from balkancluster.realtime.nodes import connect, reviewing
from balkancluster.realtime.streams import read_head
from balkancluster.rooms.api import operations as room_operations
from balkancluster.rooms.attachments import holds_file
from balkancluster.rooms.channel import RoomChannel
from balkancluster.rooms.departures import end_memberships, find_rooms_of
from balkancluster.rooms.examples import EVENTS_EXAMPLE
from balkancluster.rooms.notices import PRESENTERS as ROOM_PRESENTERS
from balkancluster.rooms.own_events import register_room_events
from balkancluster.rooms.routes import routes as room_routes
from balkancluster.rooms.routes.composing import allowances as allow_composer
from balkancluster.search import sources as search_sources
from balkancluster.search.api import operations as search_operations
from balkancluster.search.indexed import INDEX_SOURCES
from balkancluster.search.routes import routes as search_routes
from balkancluster.search.standard import SOURCES as SEARCHED
from balkancluster.settings import MEMORY_BUS, Settings
from balkancluster.styleguide.routes import routes as styleguide_routes
from balkancluster.textindex.tending import TEND_EVERY, Tending
from balkancluster.translation.routes import routes as translation_routes
from balkancluster.translation.serving import Translator, open_translator, works_of
from balkancluster.web import long_poll, pages, script_messages, static_files
from balkancluster.web.api_page import api_route
from balkancluster.web.arrival import actor_of, locale_of
from balkancluster.web.asyncapi import asyncapi
from balkancluster.web.bell import Bell, ReadBell
from balkancluster.web.bodies import json_response
from balkancluster.web.doors import public
from balkancluster.web.health import Ask, Condition, check_of, health_routes
from balkancluster.web.kept_tries import FORGET_EVERY, forget_old_tries
from balkancluster.web.limits import Limits
from balkancluster.web.openapi import openapi
from balkancluster.web.operations import BASE
from balkancluster.web.preferences import preference_routes
from balkancluster.web.problems import exception_handlers
from balkancluster.web.protection import protection
from balkancluster.web.services import Services, services
from balkancluster.web.visits import noting_visits

COME_BACK_AFTER_MS = (500, 5_000)
REVIEW_EVERY = 2.5
"""Seconds after which a change of rights holds on open sockets though no news told of it."""

SERVER_FRAMES = (*SERVER_EXAMPLES, EVENTS_EXAMPLE, NOTICE_EXAMPLE)

PRESENTERS = (*ROOM_PRESENTERS, *of_members.PRESENTERS)
showing.register(*PRESENTERS)
access.register(holds_document, holds_file)
register_room_events()
search_sources.register(*SEARCHED)

operations = [
    *room_operations,
    *file_operations,
    *notification_operations,
    *search_operations,
    *long_poll.operations,
]


def build_services(settings: Settings) -> Services:
    """Put together the long-living parts of one process."""
    database = Database(settings.database_url, is_serving=True)
    hub = Hub(database, RoomChannel(), find_ended, find_changed, find_visible, OwnChannel())
    bus = open_bus(settings)
    connect(hub, bus)
    log = Log(database, lambda heads: bus.publish(Heads(heads)))
    announcer = build_announcer(settings, database, log)
    return Services(
        settings=settings,
        database=database,
        log=log,
        announcer=announcer,
        hub=hub,
        bus=bus,
        limits=build_limits(settings, database, bus),
    )


def build_limits(settings: Settings, database: Database, bus: Bus) -> Limits:
    """Count tries for the whole installation: together with the other nodes where there may be any."""
    limits = Limits(settings.key, database)
    if settings.bus_url != MEMORY_BUS:
        limits.join(bus)
    return limits


def build_announcer(settings: Settings, database: Database, log: Log) -> Announcer:
    """Say who hears what happens in another part of the house."""
    announcer, letters = Announcer(database, log), Letters(settings)
    announcer.register(PersonLeft, end_memberships, find_rooms_of)
    announcer.register(PersonLeft, letters.confirm_departure)
    announcer.register(PersonLeft, of_members.forget_notifications)
    announcer.register(RequestMade, letters.tell_coordinators)
    announcer.register(RequestMade, of_members.tell_request)
    announcer.register(RequestDecided, letters.tell_decision)
    announcer.register(RequestDecided, of_members.tell_decision)
    announcer.register(RoleChanged, of_members.tell_role)
    return announcer


def build_app(settings: Settings) -> Starlette:
    """Return the application for these settings."""
    pages.prepare(watch_templates=settings.development)
    parts = build_services(settings)
    identity = Identity(parts.database, settings)
    for kind in (Ended, Changed):
        parts.bus.listen(kind, lambda _news, _node: identity.forget())
    visits = Visits(parts.database)
    translator = open_translator(settings)
    parts.hub.presence.on_look = visits.note
    keeper = open_keeper(settings, parts.database)
    app = Starlette(
        routes=routes(parts),
        middleware=protection(
            settings,
            noting_visits(identity.identify, visits.note),
            _read_bell(parts.database),
            [*allow_files(settings), *allow_documents(settings), *allow_composer(settings)],
        ),
        exception_handlers=exception_handlers,
        lifespan=_lifespan(parts, visits, keeper, translator),
    )
    app.state.services = parts
    app.state.files = keeper
    app.state.translator = translator
    return app


def routes(parts: Services) -> list[BaseRoute]:
    """Return every address of the application."""
    return [
        # Routes are tried one after the other, and nothing is asked for as often as these: 107 tries took as
        # long as all layers around them.
        WebSocketRoute("/live", talk),
        *(operation.route() for operation in operations),
        *file_routes,
        *mail_routes,
        *member_routes,
        *notification_routes,
        *room_routes,
        *search_routes,
        *translation_routes,
        Route(f"{BASE}/openapi.json", show_openapi),
        Route(f"{BASE}/asyncapi.json", show_asyncapi),
        api_route(operations, CLIENT_EXAMPLES, SERVER_FRAMES),
        *styleguide_routes,
        *preference_routes(remember_locale),
        *script_messages.routes,
        *static_files.routes,
        *health_routes({"database": check_of(parts.database)}, {"bus": _ask_bus(parts.bus)}),
    ]


def _lifespan(
    parts: Services, visits: Visits, keeper: Keeper, translator: Translator
) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    letters = NewsLetters(parts.database, parts.settings)
    sending = Sending(parts.database, parts.settings, letters.refresh)
    works: dict[str, tuple[float, Work]] = {
        "sweep": (parts.settings.sweep_seconds, parts.hub.sweep),
        "presence": (parts.settings.presence_seconds, parts.hub.presence.tell_news),
        "heartbeat": (parts.settings.heartbeat_seconds, parts.hub.beat),
        "reviews": (REVIEW_EVERY, reviewing(parts.hub, parts.bus)),
        "mail": (SEND_EVERY, sending.send_due),
        "visits": (KEEP_EVERY, visits.keep),
        "letters about news": (LOOK_EVERY, letters.write_due),
        "old events": (forgetting.FORGET_EVERY, partial(forgetting.forget_old_events, parts.database)),
        "text index": (TEND_EVERY, Tending(parts.database, INDEX_SOURCES).tend),
        "files": (SWEEP_EVERY, Sweep(keeper).sweep),
        "tries": (FORGET_EVERY, partial(forget_old_tries, parts.database)),
        **works_of(translator, parts.database),
    }

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        hearing = asyncio.create_task(parts.bus.run(), name="bus")
        async with repeating(works):
            translator.start()
            yield
        await translator.close()
        await parts.log.close()
        await parts.bus.close()
        await hearing
        await parts.hub.close()
        await parts.database.close()

    return lifespan


def _read_bell(database: Database) -> ReadBell:
    async def read(person_id: int) -> Bell:
        async with database.read() as session:
            epoch, head = await read_head(session, person_id)
            return Bell(epoch, head, await count_unread(session, person_id))

    return read


def _ask_bus(bus: Bus) -> Ask:
    return lambda: Condition(bus.is_connected, {"node": bus.node, **dataclasses.asdict(bus.counters)})


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


@public
async def show_asyncapi(request: Request) -> Response:
    """Describe the live socket to programs."""
    return json_response(describe_socket(services(request).settings.base_url))


def describe_socket(base_url: str) -> dict[str, Any]:
    """Return the AsyncAPI document of the socket on a server at this address."""
    return asyncapi(CLIENT_EXAMPLES, SERVER_FRAMES, base_url)
