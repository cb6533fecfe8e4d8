"""Roles in the whole network: granted and revoked by coordinators, each act on record."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import COORDINATOR, ROLES, Actor, ensure_visible, rule
from balkancluster.database import database_now
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.members.models import ACTIVE, NetworkRole, Person
from balkancluster.members.news import RoleChanged
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.transaction import Transaction


@rule("grant.role")
def may_grant_roles(actor: Actor, _subject: object) -> bool:
    """Coordinators decide who else serves the network."""
    return actor.has_role(COORDINATOR)


async def grant_role(session: AsyncSession, actor: Actor | None, person_id: int, role: str) -> bool:
    """Give a person a role; False when they have it. `actor` is None for a command of the operator.

    Raises NotFound or Invalid.
    """
    _ensure_allowed(actor, role)
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound
    if person.state != ACTIVE and actor is not None:
        raise Invalid(_("Only an active member can hold a role."))
    if await session.get(NetworkRole, (person_id, role)):
        return False
    actor_id = actor.id if actor else None
    now = await database_now(session)
    session.add(NetworkRole(person_id=person_id, role=role, granted_at=now, granted_by=actor_id))
    await session.flush()
    await audit.record(session, actor_id, "role.granted", "person", person_id, role=role)
    return True


async def revoke_role(session: AsyncSession, actor: Actor | None, person_id: int, role: str) -> None:
    """Take a role from a person. Raises NotFound, or Conflict for the last coordinator."""
    _ensure_allowed(actor, role)
    held = await session.get(NetworkRole, (person_id, role))
    if held is None:
        raise NotFound
    if role == COORDINATOR:
        await lock_coordinators(session)
        await ensure_another_coordinator(session, person_id)
    await session.delete(held)
    await session.flush()
    await audit.record(session, actor.id if actor else None, "role.revoked", "person", person_id, role=role)


async def give_role(announcer: Announcer, actor: Actor, person_id: int, role: str) -> None:
    """Give a person a role, and let it be known. Raises as `grant_role` does."""

    async def act(transaction: Transaction) -> None:
        if await grant_role(transaction.session, actor, person_id, role):
            await announcer.tell(transaction, RoleChanged(person_id, role, True, actor.id))

    await announcer.log.append((), act)


async def take_role(announcer: Announcer, actor: Actor, person_id: int, role: str) -> None:
    """Take a role from a person, and let it be known. Raises as `revoke_role` does."""

    async def act(transaction: Transaction) -> None:
        await revoke_role(transaction.session, actor, person_id, role)
        await announcer.tell(transaction, RoleChanged(person_id, role, False, actor.id))

    await announcer.log.append((), act)


async def find_coordinators(session: AsyncSession) -> list[Person]:
    """Return everybody who coordinates the network."""
    held = select(NetworkRole.person_id).where(NetworkRole.role == COORDINATOR)
    statement = select(Person).where(Person.id.in_(held), Person.state == ACTIVE).order_by(Person.id)
    return list(await session.scalars(statement))


async def lock_coordinators(session: AsyncSession) -> None:
    """Let whoever else is about to take a coordinator away wait: two must not each count on the other."""
    held = select(NetworkRole.person_id).where(NetworkRole.role == COORDINATOR)
    await session.execute(held.order_by(NetworkRole.person_id).with_for_update())


async def ensure_another_coordinator(session: AsyncSession, person_id: int) -> None:
    """Refuse to leave the network without anybody who can run it. Raises Conflict."""
    others = await session.scalar(
        select(func.count())
        .select_from(NetworkRole)
        .join(Person, Person.id == NetworkRole.person_id)
        .where(NetworkRole.role == COORDINATOR, Person.state == ACTIVE, Person.id != person_id)
    )
    if not others:
        raise Conflict(_("The network needs at least one coordinator. Name another one first."))


def _ensure_allowed(actor: Actor | None, role: str) -> None:
    if role not in ROLES:
        raise Invalid(field="role")
    if actor is not None:
        ensure_visible(actor, "grant.role", role)
