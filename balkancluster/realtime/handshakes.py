"""Who connects has to ask for something soon: a connection that stays silent holds a file for nothing.

uvicorn waits for ever for the rest of a request's headers; attackers know that as Slowloris.
"""

import asyncio

from uvicorn.protocols.http.auto import AutoHTTPProtocol

SECONDS = 10.0
LONGEST_ADDRESS = 32 * 1024
"""httptools cannot take more than 64 KiB apart; what is left after a cut is still refused as too long."""


class PunctualProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's HTTP protocol, which hangs up on a request whose headers do not arrive in time."""

    url: bytes
    _overdue: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Expect the first request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Expect the rest of a request that has begun."""
        super().data_received(data)
        self._watch()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        super().on_url(url)
        self.url = self.url[:LONGEST_ADDRESS]

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone: no timer may hold this object."""
        self._stop_watching()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._has_become_a_socket():
            self._stop_watching()
            # The parser and this object hold each other, and are not needed any more.
            self.__dict__.pop("parser", None)
        elif self._is_answering():
            self._stop_watching()
        elif self._overdue is None:
            self._overdue = self.loop.call_later(SECONDS, self.transport.close)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _has_become_a_socket(self) -> bool:
        return self.transport.get_protocol() is not self

    def _stop_watching(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None
