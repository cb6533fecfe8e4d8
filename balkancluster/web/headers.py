"""The headers that tell a browser what a page of this site may never do (ASVS 5.0, 3.4)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(  # icons by <use> need Firefox 132 or newer beside default-src 'none'
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
ONE_YEAR_OF_HTTPS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
KEEP_NOTHING = (b"cache-control", b"no-store")


class SecurityHeaders:
    """Add the headers to every answer; what says nothing about caching is private and kept nowhere."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self._always = [*ALWAYS, ONE_YEAR_OF_HTTPS] if secure else list(ALWAYS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._missing(message["headers"])]
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _missing(self, present: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        if any(name == KEEP_NOTHING[0] for name, _value in present):
            return self._always
        return [*self._always, KEEP_NOTHING]
