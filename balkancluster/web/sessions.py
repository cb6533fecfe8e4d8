"""The cookie of a browser session, and the two small ones that remember language and appearance.

Over https the session cookie has the prefix `__Host-` (RFC 6265bis, 4.1.3.2), so that no other host can
set it; a plain name is used on http only, which is the demo on loopback.
"""

from datetime import timedelta

from starlette.responses import Response

from balkancluster.settings import Settings
from balkancluster.web.connections import Scope, cookies

LOCALE_COOKIE = "locale"
THEME_COOKIE = "theme"
THEMES = ("light", "dark", "auto")
ONE_YEAR = timedelta(days=365)


def session_cookie(settings: Settings) -> str:
    """Return the name of the session cookie of this installation."""
    return "__Host-session" if settings.secure else "session"


def session_token(scope: Scope, settings: Settings) -> str | None:
    """Return the token in the session cookie of a request, or None."""
    return cookies(scope).get(session_cookie(settings)) or None


def set_session(
    response: Response, settings: Settings, token: str, lifetime: timedelta | None = None
) -> None:
    """Give the browser the token of its session; without a lifetime it ends with the browser."""
    response.set_cookie(
        session_cookie(settings),
        token,
        max_age=int(lifetime.total_seconds()) if lifetime else None,
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def clear_session(response: Response, settings: Settings) -> None:
    """Take the session cookie away; the pages it opened were never kept (no-store)."""
    response.delete_cookie(session_cookie(settings), secure=settings.secure, httponly=True, samesite="lax")


def set_locale(response: Response, settings: Settings, locale: str) -> None:
    """Remember the language that was chosen at this browser."""
    _remember(response, settings, LOCALE_COOKIE, locale)


def set_theme(response: Response, settings: Settings, theme: str) -> None:
    """Remember light, dark or auto; the scripts of the page write the same cookie."""
    _remember(response, settings, THEME_COOKIE, theme)


def _remember(response: Response, settings: Settings, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=int(ONE_YEAR.total_seconds()), secure=settings.secure, samesite="lax"
    )
