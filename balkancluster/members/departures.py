"""Leaving the network: by oneself, or let go by a coordinator. What was said stays, without the name."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from balkancluster.access import COORDINATOR, Actor, ensure_can, rule
from balkancluster.database import Database
from balkancluster.errors import Conflict, Invalid
from balkancluster.i18n.messages import _
from balkancluster.members.houses import House, find_houses
from balkancluster.members.models import ACTIVE, ADMIN, LEFT, Affiliation, Person
from balkancluster.members.news import PersonLeft
from balkancluster.members.passwords import is_right
from balkancluster.members.people import find_person
from balkancluster.members.roles import ensure_another_coordinator, lock_coordinators
from balkancluster.members.states import change_state, enter_state
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.transaction import Transaction


@rule("leave.network")
def may_leave_network(actor: Actor, person_id: int) -> bool:
    """Everybody may go, and only for themselves."""
    return actor.id == person_id


@dataclass(frozen=True, slots=True)
class Farewell:
    """What leaving would mean: `entrusted` are organisations that would lose their only administrator.

    `deserted` are those that would have nobody here any more.
    """

    entrusted: list[House]
    deserted: list[House]
    is_last_coordinator: bool

    @property
    def is_possible(self) -> bool:
        """Whether nothing has to be done first."""
        return not self.entrusted and not self.is_last_coordinator


async def prepare_farewell(session: AsyncSession, actor: Actor) -> Farewell:
    """Return what leaving would mean for the network and for the person's organisations."""
    mine = select(Affiliation.organisation_id, Affiliation.role).where(
        Affiliation.person_id == actor.id, Affiliation.until.is_(None)
    )
    ties = {row.organisation_id: row.role for row in await session.execute(mine)}
    colleagues = await _count_colleagues(session, actor.id, None)
    other_admins = await _count_colleagues(session, actor.id, ADMIN)
    houses = await find_houses(session, ties)
    return Farewell(
        entrusted=[
            house
            for house in houses.values()
            if ties[house.id] == ADMIN and colleagues.get(house.id) and not other_admins.get(house.id)
        ],
        deserted=[house for house in houses.values() if not colleagues.get(house.id)],
        is_last_coordinator=await _is_last_coordinator(session, actor),
    )


async def _count_colleagues(session: AsyncSession, person_id: int, role: str | None) -> dict[int, int]:
    """Return how many other active people each organisation of a person has, in one role or in any."""
    mine = aliased(Affiliation)
    statement = (
        select(Affiliation.organisation_id, func.count().label("people"))
        .join(Person, Person.id == Affiliation.person_id)
        .join(mine, mine.organisation_id == Affiliation.organisation_id)
        .where(mine.person_id == person_id, mine.until.is_(None))
        .where(Affiliation.until.is_(None), Affiliation.person_id != person_id, Person.state == ACTIVE)
        .group_by(Affiliation.organisation_id)
    )
    if role:
        statement = statement.where(Affiliation.role == role)
    return {row.organisation_id: row.people for row in await session.execute(statement)}


async def _is_last_coordinator(session: AsyncSession, actor: Actor) -> bool:
    if not actor.has_role(COORDINATOR):
        return False
    try:
        await ensure_another_coordinator(session, actor.id)
    except Conflict:
        return True
    return False


async def leave_network(database: Database, announcer: Announcer, actor: Actor, password: str) -> None:
    """Leave for good: sessions, ties and memberships end in one transaction.

    Raises Invalid for a wrong password, Conflict while something has to be done first.
    """
    ensure_can(actor, "leave.network", actor.id)
    async with database.read() as session:
        stored = (await find_person(session, actor.id)).password_hash
    if not await is_right(password, stored):
        raise Invalid(_("This is not your present password."), field="password")

    async def act(transaction: Transaction) -> None:
        session = transaction.session
        person = await find_person(session, actor.id)
        if person.state != ACTIVE:
            raise Conflict
        await _lock_what_is_entrusted(session, actor)
        if not (await prepare_farewell(session, actor)).is_possible:
            raise Conflict(_("Something has to be done before you can leave: open this page again."))
        await enter_state(session, person, LEFT, actor.id)

    await announcer.append(PersonLeft(actor.id), act)


async def _lock_what_is_entrusted(session: AsyncSession, actor: Actor) -> None:
    """Two who leave at the same moment must not each count on the other to stay."""
    if actor.has_role(COORDINATOR):
        await lock_coordinators(session)
    ties = select(Affiliation.id).where(
        Affiliation.organisation_id.in_(actor.admin_of), Affiliation.until.is_(None)
    )
    await session.execute(ties.order_by(Affiliation.id).with_for_update())


async def let_go(announcer: Announcer, actor: Actor, person_id: int) -> None:
    """Make somebody a former member. Raises NotFound or Invalid."""

    async def act(transaction: Transaction) -> None:
        await change_state(transaction.session, actor, person_id, LEFT)

    await announcer.append(PersonLeft(person_id), act)
