"""What a route may use, put together once by app.py."""

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from balkancluster.access import Actor
from balkancluster.database import Database
from balkancluster.errors import Unauthorized
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.bus.bus import Bus
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.log import Log
from balkancluster.settings import Settings
from balkancluster.web.limits import Limits


@dataclass(frozen=True, slots=True)
class Services:
    """The long-living parts of one process."""

    settings: Settings
    database: Database
    log: Log
    announcer: Announcer
    hub: Hub
    bus: Bus
    limits: Limits = field(default_factory=Limits)


def services(request: HTTPConnection) -> Services:
    """Return the services of the application that answers this request."""
    found: Services = request.app.state.services
    return found


def actor(request: HTTPConnection) -> Actor:
    """Return who is signed in. Raises Unauthorized."""
    found: Actor | None = getattr(request.state, "actor", None)
    if found is None:
        raise Unauthorized
    return found
