"""What the server says on the socket, version 1 (DESIGN, section 5); docs/asyncapi.json is made from it.

The frame `events` is not here: its events belong to the feature whose log it is.
"""

from typing import Literal

import msgspec


class ServerFrame(msgspec.Struct, tag_field="t", kw_only=True):
    """A frame from the server; a client passes over fields that it does not know."""


class Somebody(msgspec.Struct):
    """A person, by id and by name as written."""

    id: str
    name: str


class Welcome(ServerFrame, tag="welcome"):
    """The answer to hello: the version that is spoken, and whom the client acts for."""

    v: Literal[1]
    person: str


class Reset(ServerFrame, tag="reset"):
    """More than 1,000 events behind, or in another epoch: load the newest messages, go on from `head`."""

    room: str
    epoch: str
    head: int


class NoticeReset(ServerFrame, tag="notice_reset"):
    """Too far behind in one's own stream, or in another epoch: load anew, go on from `head`."""

    epoch: str
    head: int


class Heads(ServerFrame, tag="heads"):
    """The heartbeat: the newest number of each room that is heard, and of one's own stream as `me`."""

    rooms: dict[str, int]
    me: int | msgspec.UnsetType = msgspec.UNSET


class TypingNews(ServerFrame, tag="typing"):
    """Somebody writes just now; to be forgotten after some seconds."""

    room: str
    topic: str | None
    person: Somebody


class PresenceNews(ServerFrame, tag="presence"):
    """Who is here in a room, whole, each time that it changed; `here` is left out where too many are."""

    room: str
    count: int
    here: list[Somebody] | msgspec.UnsetType = msgspec.UNSET


class Bye(ServerFrame, tag="bye"):
    """The server stops; come back after so many milliseconds."""

    after_ms: int


class ReadingNews(ServerFrame, tag="reading"):
    """The person chose elsewhere how texts are shown: later events come so, and what is shown is old."""

    script: str
    bulgarian_in_latin: bool


class ErrorNews(ServerFrame, tag="error", omit_defaults=True):
    """A frame that could not be taken, or a room that is not heard any more; the socket goes on."""

    code: str
    ref: str | None = None
    retry_after: int | None = None
