"""Only the names of this installation are answered to: mail links and redirects can then be trusted."""

import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from balkancluster.errors import BadRequest
from balkancluster.i18n.messages import _
from balkancluster.web.connections import headers

_HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)


class TrustedHosts:
    """Refuse a request whose Host header is foreign, doubled, malformed or absent.

    Health checks may use any name, because what runs them knows the machine by its address.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and not self._is_trusted(scope):
            raise BadRequest(_("This server does not answer to that name."), code="unknown_host")
        await self.app(scope, receive, send)

    def _is_trusted(self, scope: Scope) -> bool:
        if scope["path"].startswith("/health/"):
            return True
        given = headers(scope, b"host")
        match = _HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
        return match is not None and match[1] in self._hosts
