"""When somebody leaves the network: every room they were in records it, and a conversation of two ends."""

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import Conflict
from balkancluster.i18n.messages import _
from balkancluster.members.news import PersonLeft
from balkancluster.realtime.announcer import StreamsMoved
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import DIRECT, Membership
from balkancluster.rooms.rights import Seat


async def find_rooms_of(session: AsyncSession, news: PersonLeft) -> set[int]:
    """Return the rooms that the person is in."""
    statement = select(Membership.room_id).where(Membership.person_id == news.person_id)
    return set(await session.scalars(statement))


async def end_memberships(transaction: Transaction, news: PersonLeft) -> None:
    """End every membership of the person, each with an event of its room."""
    session = transaction.session
    rooms = await find_rooms_of(session, news)
    if not rooms <= transaction.heads.keys():
        raise StreamsMoved
    await session.execute(delete(Membership).where(Membership.person_id == news.person_id))
    for room_id in sorted(rooms):
        transaction.record(room_id, "member.left", actor_id=news.person_id, person_id=news.person_id)


async def ensure_company(session: AsyncSession, seat: Seat) -> None:
    """Refuse to talk to somebody who has left: nobody would read it. Raises Conflict, code person_left."""
    if seat.kind != DIRECT:
        return
    members = select(func.count()).select_from(Membership).where(Membership.room_id == seat.room_id)
    if (await session.execute(members)).scalar_one() < 2:
        message = _("This person has left the network. What was said stays readable.")
        raise Conflict(message, code="person_left")
