"""uvicorn with our WebSocket protocol: prebuilt frames go straight to the transport, slow readers are cut.

The rest (handshake, ping, receiving, limits) stays with uvicorn. What was measured, and why a socket that
never reads must be aborted by us, is in docs/house.md.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import OPEN

from balkancluster.realtime.handshakes import PunctualProtocol
from balkancluster.realtime.outlet import EXTENSION
from balkancluster.realtime.protocol import FRAME_LIMIT

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HIGH_WATER = 256 * 1024
LOW_WATER = 64 * 1024
NOTSENT_LOWAT = 32 * 1024
STALLED_SECONDS = 15.0
CLOSING_SECONDS = 5.0
GRACEFUL_SECONDS = 5
OPEN_FILES = 65_536
LONGEST_HEAD = 256 * 1024
"""What is longer than we read shall still be refused in words, which the parser of HTTP does not have."""


class FanoutProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which also offers its transport to the hub as an ASGI scope extension."""

    _pause: Callable[[], None] | None = None
    _resume: Callable[[], None] | None = None
    _stalled: asyncio.TimerHandle | None = None
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Bound what may wait for this peer, in our buffer and in the kernel's."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)
        option = getattr(socket, "TCP_NOTSENT_LOWAT", None)
        if option is not None:
            with contextlib.suppress(OSError):
                transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, option, NOTSENT_LOWAT)

    def data_received(self, data: bytes) -> None:
        """Answer a handshake that cannot be read: the library has the words ready, uvicorn forgets them."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """Offer the transport before the application sees the scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self

    def attach(self, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        """Call these when the peer stops and starts to keep up."""
        self._pause, self._resume = pause, resume

    def write(self, frame: bytes) -> None:
        """Write finished frame bytes; never waits. Silent once the closing handshake began."""
        if self.conn.state is OPEN and not self.close_sent:
            self.transport.write(frame)

    def pause_writing(self) -> None:
        """The peer does not keep up: leave it out, and cut it unless it reads again in time."""
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_SECONDS, self.transport.abort)
        if self._pause is not None:
            self._pause()

    def resume_writing(self) -> None:
        """The peer keeps up again."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        if self._resume is not None:
            self._resume()

    async def send(self, message: Any) -> None:
        """Send for the application; a closing handshake that the peer never answers ends by an abort."""
        if message["type"] == "websocket.close":
            self._closing = self.loop.call_later(CLOSING_SECONDS, self.transport.abort)
        await super().send(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone: no timer may hold this object."""
        for timer in (self._stalled, self._closing):
            if timer is not None:
                timer.cancel()
        self._pause = self._resume = None
        super().connection_lost(exc)


def raise_file_limit() -> None:
    """Let this process hold as many sockets as the system allows."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Server(uvicorn.Server):
    """A uvicorn server that says goodbye to its sockets before it stops, and says when it is ready."""

    def __init__(
        self, config: uvicorn.Config, on_ready: Callable[[], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell the sockets, then stop."""
        self._on_stop()
        await super().shutdown(sockets)


def server_config(app: "ASGIApp", trusted_proxies: tuple[str, ...]) -> uvicorn.Config:
    """Return how this product is served; without our protocol class the fallback outlet would be used."""
    return uvicorn.Config(
        app,
        http=PunctualProtocol,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        ws=FanoutProtocol,
        ws_max_size=FRAME_LIMIT,
        ws_per_message_deflate=False,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        timeout_keep_alive=75,
        forwarded_allow_ips=list(trusted_proxies),
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        lifespan="on",
    )
