"""Being in a room: join, leave, bring somebody in, take somebody out, and who is there."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor, ensure_can
from balkancluster.errors import Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.members.marks import Mark, find_marks
from balkancluster.members.models import ACTIVE, Person
from balkancluster.notifications.models import INVITATION
from balkancluster.notifications.telling import Cause, notify
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import MEMBER, Membership
from balkancluster.rooms.notice_state import close_read_in_room
from balkancluster.rooms.rights import Seat, find_joinable, find_open_seat, find_seat

ENTERED, EXITED = "room.entered", "room.exited"
"""Events of a person's own stream; `person_id` of the event is the stream that it concerns, the room's."""


async def add_member(
    transaction: Transaction, room_id: int, person_id: int, *, actor_id: int, role: str = MEMBER
) -> bool:
    """Put somebody into a room inside a transaction; return False when they are there already.

    Raises Invalid for the field person when they take no part in the network.
    """
    session = transaction.session
    if await session.get(Membership, (room_id, person_id), populate_existing=True):
        return False
    await ensure_active(session, person_id)
    seq = transaction.record(room_id, "member.joined", actor_id=actor_id, person_id=person_id)
    session.add(
        Membership(room_id=room_id, person_id=person_id, role=role, joined_at=transaction.at, joined_seq=seq)
    )
    await session.flush()
    transaction.tell(person_id, ENTERED, actor_id=actor_id, person_id=room_id)
    return True


async def join_room(log: Log, actor: Actor, room_id: int) -> None:
    """Join an open room. Raises NotFound for any other."""

    async def act(transaction: Transaction) -> None:
        await find_joinable(transaction.session, room_id)
        await add_member(transaction, room_id, actor.id, actor_id=actor.id)

    await log.append(room_id, act)


async def invite_to_room(log: Log, actor: Actor, room_id: int, person_id: int) -> None:
    """Bring an active person into a room. Raises NotFound for a stranger, Invalid for the field person."""

    async def act(transaction: Transaction) -> None:
        ensure_can(actor, "invite.room", await find_open_seat(transaction.session, actor, room_id))
        if await add_member(transaction, room_id, person_id, actor_id=actor.id):
            source = (room_id, transaction.heads[room_id])
            notify(transaction, person_id, INVITATION, Cause(actor.id, source, room_id=room_id))

    await log.append(room_id, act)


async def leave_room(log: Log, actor: Actor, room_id: int) -> None:
    """Leave a room; one's messages stay. Raises NotFound for a stranger, Forbidden in a direct room."""

    async def act(transaction: Transaction) -> None:
        ensure_can(actor, "leave.room", await find_seat(transaction.session, actor, room_id))
        await _end_membership(transaction, room_id, actor.id, actor_id=actor.id, kind="member.left")

    await log.append(room_id, act)


async def remove_member(log: Log, actor: Actor, room_id: int, person_id: int) -> None:
    """Take somebody out of a room. Raises NotFound for a stranger or an absent person, Forbidden."""

    async def act(transaction: Transaction) -> None:
        ensure_can(actor, "remove.member", await find_seat(transaction.session, actor, room_id))
        await _end_membership(transaction, room_id, person_id, actor_id=actor.id, kind="member.removed")

    await log.append(room_id, act)


async def _end_membership(
    transaction: Transaction, room_id: int, person_id: int, *, actor_id: int, kind: str
) -> None:
    session = transaction.session
    if await session.get(Membership, (room_id, person_id)) is None:
        raise NotFound
    statement = delete(Membership).where(Membership.room_id == room_id, Membership.person_id == person_id)
    await session.execute(statement)
    transaction.record(room_id, kind, actor_id=actor_id, person_id=person_id)
    transaction.tell(person_id, EXITED, actor_id=actor_id, person_id=room_id)
    await close_read_in_room(transaction, room_id, person_id)


async def ensure_active(session: AsyncSession, person_id: int) -> None:
    """Refuse who cannot take part. Raises Invalid for the field person."""
    # Locked against a change: whoever is just leaving must not be left behind in a room.
    statement = select(Person.state).where(Person.id == person_id).with_for_update(read=True)
    if await session.scalar(statement) != ACTIVE:
        raise Invalid(_("This person is not an active member."), field="person")


async def list_members(session: AsyncSession, seat: Seat) -> list[tuple[Mark, str]]:
    """Return everybody in the room with their role in it, in the order of names."""
    statement = (
        select(Membership.person_id, Membership.role)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.room_id == seat.room_id)
        .order_by(Person.sort_key, Person.id)
    )
    rows = (await session.execute(statement)).all()
    marks = await find_marks(session, (row.person_id for row in rows))
    return [(marks[row.person_id], row.role) for row in rows]
