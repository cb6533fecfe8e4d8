"""An event as everybody is told it who reads alike: the page, the API and the socket show the same."""

import secrets
from functools import cached_property

import msgspec

from balkancluster.i18n.reading import Reading
from balkancluster.rooms.channel.moulds import present_message
from balkancluster.rooms.views import EventView
from balkancluster.rooms.wire import EventOut, event_out

# Nobody can write this by chance or on purpose: it is another one in each process.
_HTML = secrets.token_hex(16)
_HTML_IN_JSON = msgspec.json.encode(_HTML)

_encoder = msgspec.json.Encoder()


def present_event(event: EventView, reading: Reading) -> EventOut:
    """Return an event for who reads so."""
    message = event.message
    return event_out(event, present_message(message, reading) if message and not message.is_moved else None)


class Telling:
    """An event as JSON. Only the HTML of its message differs by reader, and is put into the rest."""

    def __init__(self, event: EventView) -> None:
        self._event = event

    @cached_property
    def _around(self) -> tuple[bytes, bytes, bytes]:
        return _encoder.encode(event_out(self._event, _HTML)).partition(_HTML_IN_JSON)

    def to(self, reading: Reading) -> bytes:
        """Return it for who reads so."""
        before, html, after = self._around
        message = self._event.message
        if not html or message is None:
            return before
        return before + _encoder.encode(present_message(message, reading)) + after
