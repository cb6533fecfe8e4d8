"""uvicorn with our WebSocket protocol: prebuilt frames go straight to the transport, slow readers are cut.

The rest (handshake, ping, receiving, limits) stays with uvicorn. What was measured, and why a socket that
never reads must be aborted by us, is in docs/house.md.
"""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import OPEN

from balkancluster.realtime.admission import Full, gate
from balkancluster.realtime.handshakes import PunctualProtocol
from balkancluster.realtime.mailbox import Mailbox
from balkancluster.realtime.outlet import EXTENSION
from balkancluster.realtime.protocol import FRAME_LIMIT

if TYPE_CHECKING:
    from starlette.types import ASGIApp

KERNEL = {"TCP_NOTSENT_LOWAT": 32 * 1024, "TCP_USER_TIMEOUT": 40_000}
"""Where the system has them: bytes that may wait unsent, and milliseconds that sent ones may go unanswered.

With them, and a ping after 20 s that is given another 20, a line that died without a word is let go of within
some 40 s, whether anything was said on it or not.
"""

STALLED_SECONDS = 15.0
CLOSING_SECONDS = 5.0
GRACEFUL_SECONDS = 5
OPEN_FILES = 65_536
LONGEST_HEAD = 256 * 1024
"""What is longer than we read shall still be refused in words, which the parser of HTTP does not have."""


BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: %d\r\nContent-Type: application/problem+json\r\n"
    b"Content-Length: 35\r\nConnection: close\r\n\r\n"
    b'{"status":503,"code":"unavailable"}'
)


class FanoutProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which also offers its transport to the hub as an ASGI scope extension."""

    _pause: Callable[[], None] | None = None
    _resume: Callable[[], None] | None = None
    _stalled: asyncio.TimerHandle | None = None
    _closing: asyncio.TimerHandle | None = None
    _is_entering = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.queue = cast("asyncio.Queue[Any]", Mailbox())

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Be told at once when anything must wait for this peer, and bound what waits in the kernel."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)
        for name, value in KERNEL.items():
            option = getattr(socket, name, None)
            if option is not None:
                with contextlib.suppress(OSError):
                    transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, option, value)

    def data_received(self, data: bytes) -> None:
        """Answer a handshake that cannot be read: the library has the words ready, uvicorn forgets them."""
        super().data_received(data)
        if self.conn.state is not OPEN:
            self._leave()
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """Begin the handshake when it is its turn, or say when to come back."""
        try:
            gate.enter(partial(self._begin, event))
        except Full as full:
            self.handshake_complete = self.close_sent = True
            self.transport.write(BUSY % full.retry_after)
            self.transport.close()

    def _begin(self, event: Request) -> None:
        self._is_entering = True
        if self.disconnected or self.transport.is_closing():
            self._pass_the_gate()
            return
        try:
            super().handle_connect(event)
        except Exception:
            # Nobody else closes it: this is not called by its transport.
            self.transport.abort()
            raise
        if hasattr(self, "scope"):
            # Offer the transport before the application sees the scope.
            cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self
        else:
            self._pass_the_gate()

    def _pass_the_gate(self) -> None:
        """The handshake is over, one way or the other."""
        if self._is_entering:
            self._is_entering = False
            gate.leave()

    def attach(self, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        """Call these when the peer stops and starts to keep up; it stops for good when it closes."""
        self._pause, self._resume = pause, resume
        self._forget_the_handshake()
        if self.transport.get_write_buffer_size():
            # Part of the answer to the handshake still waits, and nothing may go past it.
            pause()

    def _forget_the_handshake(self) -> None:
        """Nobody asks again how the socket was opened, and thousands may stay open for days."""
        self.scope["headers"] = []
        del self.request, self.response

    @property
    def descriptor(self) -> int | None:
        """Return the socket that frames may be written to while the peer keeps up.

        None where bytes are not sent as they are: encrypted, or by a system whose sockets are no files.
        """
        if sys.platform == "win32" or self.transport.get_extra_info("sslcontext"):
            return None
        number: int = self.transport.get_extra_info("socket").fileno()
        return number

    def _leave(self) -> None:
        """No frame may follow a closing one."""
        if self._pause is not None:
            pause, self._pause, self._resume = self._pause, None, None
            pause()

    def write(self, frame: bytes) -> None:
        """Write finished frame bytes; never waits. Silent once the closing handshake began."""
        if self.conn.state is OPEN and not self.close_sent:
            self.transport.write(frame)

    def pause_writing(self) -> None:
        """The peer does not keep up: leave it out, and cut it unless it reads again in time."""
        super().pause_writing()
        self._wait_for_the_peer(self.transport.get_write_buffer_size())
        if self._pause is not None:
            self._pause()

    def _wait_for_the_peer(self, waiting: int) -> None:
        self._stalled = self.loop.call_later(STALLED_SECONDS, self._cut_unless_read, waiting)

    def _cut_unless_read(self, waiting: int) -> None:
        """A slow line is not a stuck one: whoever has taken something has another while."""
        left = self.transport.get_write_buffer_size()
        if left < waiting:
            self._wait_for_the_peer(left)
        else:
            self.transport.abort()

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
            self._leave()
            self._closing = self.loop.call_later(CLOSING_SECONDS, self.transport.abort)
        await super().send(message)
        self._pass_the_gate()

    def keepalive_timeout(self) -> None:
        """The peer has not answered a ping."""
        super().keepalive_timeout()
        self._leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone: no timer may hold this object."""
        self._leave()
        self._pass_the_gate()
        for timer in (self._stalled, self._closing):
            if timer is not None:
                timer.cancel()
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
