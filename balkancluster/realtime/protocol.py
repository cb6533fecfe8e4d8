"""The frames of the socket, version 1: what a client may send and what it is sent (DESIGN, section 5)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec

from balkancluster.i18n.locales import TAGS
from balkancluster.realtime import strict_json

VERSION: Literal[1] = 1
FRAME_LIMIT = 65_536
EVENTS_IN_A_FRAME = 100
SUBSCRIPTIONS = 500
SOCKETS_PER_PERSON = 50
"""Open at one time on one node; a long poll counts while it waits."""

# JSON numbers are exact only up to 2**53 - 1 in the browser.
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
Epoch = Annotated[str, msgspec.Meta(max_length=64)]
Locale = Annotated[
    str, msgspec.Meta(pattern=f"^(?:{'|'.join(TAGS)})$", extra_json_schema={"enum": list(TAGS)})
]
Script = Literal["as-written", "Cyrl", "Latn"]


class Frame(msgspec.Struct, tag_field="t", forbid_unknown_fields=True, kw_only=True):
    """A frame from a client; fields nobody knows are refused."""


class Position(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How far a client has followed its own stream."""

    epoch: Epoch
    after: Seq


class Hello(Frame, tag="hello"):
    """The first frame of a socket."""

    v: Literal[1]
    locale: Locale | None = None
    script: Script | None = None
    bulgarian_in_latin: bool | None = None
    me: Position | None = None


class Prefs(Frame, tag="prefs"):
    """The reader chose another language, script or the aid; later events come so."""

    locale: Locale | None = None
    script: Script | None = None
    bulgarian_in_latin: bool | None = None
    me: Position | None = None


class Subscribe(Frame, tag="sub"):
    """Send me everything of this room after this number."""

    room: Identifier
    epoch: Epoch
    after: Seq


class Unsubscribe(Frame, tag="unsub"):
    """Send me nothing more of this room."""

    room: Identifier


class Typing(Frame, tag="typing"):
    """The person writes in this topic just now; forgotten after seconds."""

    room: Identifier
    topic: Identifier | None = None


class Here(Frame, tag="here"):
    """The person is here: in this room, or without `room` in all that the socket hears. Renewed every 25 s.

    `away` takes it back after some seconds: the page was hidden.
    """

    room: Identifier | None = None
    away: bool = False


ClientFrame = Hello | Prefs | Subscribe | Unsubscribe | Typing | Here


class EventsQuery(msgspec.Struct, forbid_unknown_fields=True):
    """Which part of a log: events after a number; `wait` seconds for the first one if there is none yet."""

    after: Seq = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100
    wait: Annotated[int, msgspec.Meta(ge=0, le=25)] = 0


_decoder = msgspec.json.Decoder(ClientFrame)
_encoder = msgspec.json.Encoder()


class FrameError(Exception):
    """A frame that cannot be taken; `code` goes back to the client."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decode_frame(text: str) -> ClientFrame:
    """Read one text frame. Raises FrameError with code bad_json, or invalid for JSON of another shape."""
    try:
        frame: ClientFrame = strict_json.read(text, _decoder.decode)
        return frame
    except strict_json.WrongShape as error:
        raise FrameError("invalid") from error
    except strict_json.NotJson as error:
        raise FrameError("bad_json") from error


def encode(value: Any) -> bytes:
    """Write one value as JSON."""
    return _encoder.encode(value)


def join_events(head: bytes, events: Sequence[bytes]) -> list[bytes]:
    """Join rendered events into as few frames as stay under the limits, each opened by `head`.

    One event alone is never split: a message is far smaller than a frame by the limits of posting.
    """
    frames: list[bytes] = []
    part: list[bytes] = []
    size = len(head) + 2
    for event in events:
        if len(part) >= EVENTS_IN_A_FRAME or (part and size + len(event) + 1 > FRAME_LIMIT):
            frames.append(head + b",".join(part) + b"]}")
            part, size = [], len(head) + 2
        part.append(event)
        size += len(event) + 1
    frames.append(head + b",".join(part) + b"]}")
    return frames


def websocket_frame(payload: bytes) -> bytes:
    """Return the unmasked, final text frame of RFC 6455 section 5.2 around a payload."""
    length = len(payload)
    if length < 126:
        return bytes((0x81, length)) + payload
    if length < 65_536:
        return bytes((0x81, 126)) + length.to_bytes(2, "big") + payload
    return bytes((0x81, 127)) + length.to_bytes(8, "big") + payload


def payload_of(frame: bytes) -> bytes:
    """Return the payload of a frame made by websocket_frame."""
    length = frame[1]
    return frame[2 if length < 126 else 4 if length == 126 else 10 :]
