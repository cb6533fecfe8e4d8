"""What the hub asks of a feature: who may listen, what happened, and how it looks to a kind of reader."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.i18n.reading import Reading


class Variant(NamedTuple):
    """A kind of reader: what is rendered once for all who read alike and have the same standing."""

    reading: Reading
    standing: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as read from the log.

    `person_id` is whom a membership event concerns; `content` is the feature's own.
    """

    seq: int
    kind: str
    person_id: int | None
    content: Any


class Channel(Protocol):
    """The feature behind a kind of stream."""

    async def find_standing(self, session: AsyncSession, actor: Actor, stream_id: int) -> str | None:
        """Return the actor's standing in the stream, or None when they may not hear it."""

    async def read(self, session: AsyncSession, stream_id: int, after: int, limit: int) -> list[Happening]:
        """Return the events after a number, oldest first, with what they say today."""

    def present(self, happening: Happening, variant: Variant) -> bytes:
        """Return the event as JSON for this kind of reader."""


Asked = tuple[Actor, int]
"""Who asks, and for which stream."""


class OpenChannel(Channel, Protocol):
    """A feature whose streams many people hear, who come at once when a node has died."""

    async def find_standings(self, session: AsyncSession, asked: Collection[Asked]) -> Mapping[Asked, str]:
        """Return the standings of all of these; who may not hear the stream is left out."""
