"""How the news of a stream is put into frames: those of a room, and those of a person's own stream."""

from collections.abc import Sequence
from typing import Protocol

from balkancluster.realtime.frames import NoticeReset, Reset, ServerFrame
from balkancluster.realtime.protocol import join_events


class Framing(Protocol):
    """The frames of a kind of stream."""

    def frames(self, stream_id: int, epoch: str, events: Sequence[bytes]) -> list[bytes]:
        """Join rendered events into as few frames as stay under the limits."""

    def reset(self, stream_id: int, epoch: str, head: int) -> ServerFrame:
        """Return the frame for who is too far behind, or in another epoch."""


class RoomFraming:
    """News of one room among many, which each frame names."""

    def frames(self, stream_id: int, epoch: str, events: Sequence[bytes]) -> list[bytes]:
        """Join rendered events of a room."""
        return join_events(
            b'{"t":"events","room":"%d","epoch":"%s","events":[' % (stream_id, epoch.encode()), events
        )

    def reset(self, stream_id: int, epoch: str, head: int) -> ServerFrame:
        """Return the frame that lets a client load the room anew."""
        return Reset(room=str(stream_id), epoch=epoch, head=head)


class OwnFraming:
    """News of the one stream that belongs to whom the socket is open for."""

    def frames(self, _stream_id: int, epoch: str, events: Sequence[bytes]) -> list[bytes]:
        """Join rendered events of a person's own stream."""
        return join_events(b'{"t":"notice","epoch":"%s","events":[' % epoch.encode(), events)

    def reset(self, _stream_id: int, epoch: str, head: int) -> ServerFrame:
        """Return the frame that lets a client load its notifications anew."""
        return NoticeReset(epoch=epoch, head=head)


IN_ROOMS, OWN = RoomFraming(), OwnFraming()
