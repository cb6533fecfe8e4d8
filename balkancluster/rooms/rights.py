"""Who may do what in rooms, and finding a room through the person who asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from sqlalchemy import BigInteger, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR, Actor, rule
from balkancluster.access import MODERATOR as NETWORK_MODERATOR
from balkancluster.database import fetch, is_sqlite
from balkancluster.errors import Conflict, NotFound
from balkancluster.given import as_parameter, given
from balkancluster.i18n.messages import _
from balkancluster.rooms.models import DIRECT, MODERATOR, OPEN, Membership, Room, Topic


@dataclass(frozen=True, slots=True)
class Seat:
    """An actor's place in a room: what every rule about the room is asked with."""

    room_id: int
    kind: str
    role: str
    joined_seq: int
    is_archived: bool = False

    @property
    def is_moderator(self) -> bool:
        """Whether this person runs the room."""
        return self.role == MODERATOR


_SEAT = (
    select(Room.kind, Room.archived_at, Membership.role, Membership.joined_seq)
    .join(Membership, Membership.room_id == Room.id)
    .where(Room.id == bindparam("room_id"), Membership.person_id == bindparam("person_id"))
)


async def find_seat(session: AsyncSession, actor: Actor, room_id: int) -> Seat:
    """Return the actor's place in a room, looked up among the actor's own rooms.

    Raises NotFound for a stranger, as for a room that does not exist.
    """
    rows = await fetch(session, _SEAT, room_id=room_id, person_id=actor.id)
    if not rows:
        raise NotFound
    return Seat(room_id, rows[0].kind, rows[0].role, rows[0].joined_seq, rows[0].archived_at is not None)


async def find_roles(
    session: AsyncSession, places: Collection[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """Return the roles of people in rooms, by (person, room); who is not in a room is left out."""
    asked = as_parameter({"person_id": person_id, "room_id": room_id} for person_id, room_id in places)
    rows = await fetch(session, _roles(is_sqlite(session)), given=asked)
    return {(row.person_id, row.room_id): row.role for row in rows}


@cache
def _roles(for_sqlite: bool) -> Select[int, int, str]:
    asked = given(for_sqlite, person_id=BigInteger(), room_id=BigInteger())
    person_id, room_id = asked.columns["person_id"], asked.columns["room_id"]
    return (
        select(Membership.person_id, Membership.room_id, Membership.role)
        .select_from(asked.source)
        .join(Membership, (Membership.room_id == room_id) & (Membership.person_id == person_id))
    )


async def list_seats(session: AsyncSession, actor: Actor) -> list[Seat]:
    """Return the actor's places in all rooms."""
    statement = (
        select(Room.id, Room.kind, Membership.role, Membership.joined_seq, Room.archived_at.is_not(None))
        .join(Membership, Membership.room_id == Room.id)
        .where(Membership.person_id == actor.id)
    )
    return [Seat(*row) for row in await session.execute(statement)]


async def find_open_seat(session: AsyncSession, actor: Actor, room_id: int) -> Seat:
    """Return the actor's place in a room that is not archived: what every act that adds to it asks for.

    Asked inside the act, so that whatever is said while a room is being archived is either in it or refused.
    Raises NotFound for a stranger, Conflict with the code room_archived.
    """
    seat = await find_seat(session, actor, room_id)
    ensure_open(seat)
    return seat


def ensure_open(seat: Seat) -> None:
    """Refuse to add anything to an archived room. Raises Conflict with the code room_archived."""
    if seat.is_archived:
        message = _("This room is archived: it can be read, and nothing is added.")
        raise Conflict(message, code="room_archived")


def ensure_takes_words(topic: Topic) -> None:
    """Refuse new words, and other words, in a closed topic. Raises Conflict with the code topic_closed."""
    if topic.closed_at is not None:
        message = _("This topic is closed. Whoever runs the room can open it again.")
        raise Conflict(message, code="topic_closed")


async def find_joinable(session: AsyncSession, room_id: int) -> Room:
    """Return an open room that any member of the network may join, an archived one not. Raises NotFound."""
    room = await session.get(Room, room_id)
    if room is None or room.kind != OPEN or room.archived_at is not None:
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


@rule("close.topic")
def may_close_topic(actor: Actor, seat: Seat) -> bool:
    """Who runs the room decides when a topic has been talked out, and when it has not."""
    return may_rename_room(actor, seat)


@rule("move.topic")
def may_move_topic(actor: Actor, subject: tuple[Seat, Seat, Topic]) -> bool:
    """Who runs both rooms may move a topic between them; a room keeps the topic it was made with."""
    old, new, topic = subject
    return not topic.is_first and may_rename_room(actor, old) and may_rename_room(actor, new)


@rule("archive.room")
def may_archive_room(actor: Actor, seat: Seat) -> bool:
    """Who runs a room may close it to all new words, and open it again."""
    return may_rename_room(actor, seat)


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


@rule("react.messages")
def may_react_here(_actor: Actor, seat: Seat) -> bool:
    """Whoever is in a room that is not archived; in a closed topic too."""
    return not seat.is_archived


@rule("react.message")
def may_react(actor: Actor, subject: tuple[Seat, Said]) -> bool:
    """Whoever may react here, while the words stand."""
    seat, message = subject
    return message.removed_at is None and may_react_here(actor, seat)


@rule("pin.messages")
def may_pin_here(actor: Actor, seat: Seat) -> bool:
    """Choose what stays in sight: who runs the room; in a direct room both of its people."""
    return not seat.is_archived and (seat.kind == DIRECT or may_rename_room(actor, seat))


@rule("pin.message")
def may_pin(actor: Actor, subject: tuple[Seat, Said]) -> bool:
    """Whoever may pin here, while the words stand."""
    seat, message = subject
    return message.removed_at is None and may_pin_here(actor, seat)
