"""A write is carried out only when it comes from a page of this site, or from a program with its own token.

Browsers say where a request comes from in Sec-Fetch-Site (W3C Fetch Metadata) or Origin (RFC 6454). A request
that carries a cookie and says nothing of the kind is refused: no browser of the last years sends that.
Programs send `Authorization: Bearer` and no cookie, so nobody can act through them unasked.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from balkancluster.errors import BadRequest
from balkancluster.i18n.messages import _
from balkancluster.settings import Settings
from balkancluster.web.connections import SAFE_METHODS, bearer_token, header
from balkancluster.web.refusals import CrossSite


class SameOrigin:
    """Check every write and every socket; refuse a cookie and a token together."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._scheme = "https" if settings.secure else "http"
        self._base_url = settings.base_url.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            self._ensure_allowed(scope)
        await self.app(scope, receive, send)

    def _ensure_allowed(self, scope: Scope) -> None:
        has_cookie = header(scope, b"cookie") is not None
        if bearer_token(scope) is not None:
            if has_cookie:
                raise BadRequest(_("Send either a token or a cookie, not both."), code="token_and_cookie")
            return
        if scope["type"] == "websocket":
            if not self._is_own(scope, header(scope, b"origin")):
                raise CrossSite
        elif scope["method"] not in SAFE_METHODS and not self._is_same_site(scope, has_cookie):
            raise CrossSite

    def _is_same_site(self, scope: Scope, has_cookie: bool) -> bool:
        site = header(scope, b"sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = header(scope, b"origin")
        if origin is not None:
            return self._is_own(scope, origin)
        return not has_cookie

    def _is_own(self, scope: Scope, origin: str | None) -> bool:
        own = (self._base_url, f"{self._scheme}://{header(scope, b'host')}".lower())
        return origin is not None and origin.lower() in own
