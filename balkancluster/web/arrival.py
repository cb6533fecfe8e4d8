"""Who arrives, and how they read: found once per request, before any route is asked."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Send

from balkancluster.access import Actor
from balkancluster.i18n.negotiation import choose_locale
from balkancluster.i18n.reading import Reading, as_reading
from balkancluster.settings import Settings
from balkancluster.web.connections import Scope, cookies, header
from balkancluster.web.sessions import LOCALE_COOKIE, THEME_COOKIE, THEMES

Identify = Callable[[Scope], Awaitable[Actor | None]]
"""Find who sends a request, by session cookie or bearer token; None for a visitor. May raise Unauthorized."""

NOBODY_ASKS = ("/static/", "/health/")


class Arrival:
    """Put `actor` and `locale` into the state of every request and socket that a person may notice."""

    def __init__(self, app: ASGIApp, identify: Identify) -> None:
        self.app = app
        self._identify = identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and not scope["path"].startswith(NOBODY_ASKS):
            scope["state"]["actor"] = await self._identify(scope)
            scope["state"]["locale"] = _chosen_locale(HTTPConnection(scope))
        await self.app(scope, receive, send)


def settings_of(connection: HTTPConnection) -> Settings:
    """Return the settings of the installation that answers."""
    found: Settings = connection.state.settings
    return found


def actor_of(connection: HTTPConnection) -> Actor | None:
    """Return who is signed in, or None for a visitor and before anybody asked."""
    found: Actor | None = getattr(connection.state, "actor", None)
    return found


def locale_of(connection: HTTPConnection) -> str:
    """Return the locale to answer in: the person's setting, the cookie, the header, the site's default."""
    chosen: str | None = getattr(connection.state, "locale", None)
    return chosen or _chosen_locale(connection)


def reading_of(connection: HTTPConnection) -> Reading:
    """Return how what people wrote is shown: as the person chose, else as the locale has it."""
    actor, locale = actor_of(connection), locale_of(connection)
    return actor.reading_in(locale) if actor else as_reading(locale)


def theme_of(connection: HTTPConnection) -> str:
    """Return "light", "dark" or "auto", as chosen at this browser."""
    theme = cookies(connection.scope).get(THEME_COOKIE, "")
    return theme if theme in THEMES else "auto"


def _chosen_locale(connection: HTTPConnection) -> str:
    actor, settings = actor_of(connection), settings_of(connection)
    return choose_locale(
        actor.locale if actor else None,
        cookies(connection.scope).get(LOCALE_COOKIE),
        header(connection.scope, b"accept-language"),
        default=settings.default_locale,
        serbian_script=settings.serbian_script,
    )
