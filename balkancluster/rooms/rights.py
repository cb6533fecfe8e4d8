"""Who may do what in rooms, and finding a room through the person who asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR, Actor, rule
from balkancluster.access import MODERATOR as NETWORK_MODERATOR
from balkancluster.errors import NotFound
from balkancluster.rooms.models import DIRECT, MODERATOR, OPEN, Membership, Room, Topic


@dataclass(frozen=True, slots=True)
class Seat:
    """An actor's place in a room: what every rule about the room is asked with."""

    room_id: int
    kind: str
    role: str
    joined_seq: int

    @property
    def is_moderator(self) -> bool:
        """Whether this person runs the room."""
        return self.role == MODERATOR


async def find_seat(session: AsyncSession, actor: Actor, room_id: int) -> Seat:
    """Return the actor's place in a room, looked up among the actor's own rooms.

    Raises NotFound for a stranger, as for a room that does not exist.
    """
    statement = (
        select(Room.kind, Membership.role, Membership.joined_seq)
        .join(Membership, Membership.room_id == Room.id)
        .where(Room.id == room_id, Membership.person_id == actor.id)
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return Seat(room_id, row.kind, row.role, row.joined_seq)


async def find_joinable(session: AsyncSession, room_id: int) -> Room:
    """Return an open room that any member of the network may join. Raises NotFound."""
    room = await session.get(Room, room_id)
    if room is None or room.kind != OPEN:
        raise NotFound
    return room


@rule("open.room")
def may_open_room(actor: Actor, kind: str) -> bool:
    """Open rooms are the network's and are made by those who run it; private ones by anybody."""
    return kind != OPEN or actor.has_role(COORDINATOR, NETWORK_MODERATOR)


@rule("rename.room")
def may_rename_room(actor: Actor, seat: Seat) -> bool:
    """A direct room has no name; others are renamed by who runs them."""
    return seat.kind != DIRECT and (
        seat.is_moderator or (seat.kind == OPEN and actor.has_role(COORDINATOR, NETWORK_MODERATOR))
    )


@rule("invite.room")
def may_invite(_actor: Actor, seat: Seat) -> bool:
    """Whoever is in a room may bring others in; a direct room stays between its people."""
    return seat.kind != DIRECT


@rule("remove.member")
def may_remove_member(actor: Actor, seat: Seat) -> bool:
    """Those who run a room may take somebody out of it."""
    return may_rename_room(actor, seat)


@rule("leave.room")
def may_leave(_actor: Actor, seat: Seat) -> bool:
    """A direct room belongs to its people for good."""
    return seat.kind != DIRECT


@rule("open.topic")
def may_open_topic(_actor: Actor, seat: Seat) -> bool:
    """A direct room is one conversation."""
    return seat.kind != DIRECT


@rule("rename.topic")
def may_rename_topic(actor: Actor, subject: tuple[Seat, Topic]) -> bool:
    """Who opened a topic may retitle it, and who runs the room."""
    seat, topic = subject
    return seat.kind != DIRECT and (topic.opened_by == actor.id or may_rename_room(actor, seat))


class Said(Protocol):
    """A message as the rules ask about it: its row, or its view."""

    @property
    def author_id(self) -> int:
        """Return who said it."""

    @property
    def removed_at(self) -> datetime | None:
        """Return when it was taken back."""


@rule("edit.message")
def may_edit(actor: Actor, message: Said) -> bool:
    """One's own words only, while they stand."""
    return message.author_id == actor.id and message.removed_at is None


@rule("remove.message")
def may_remove(actor: Actor, message: Said) -> bool:
    """One's own words only; what others must not say is for moderation."""
    return message.author_id == actor.id
