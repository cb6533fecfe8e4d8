"""A person's ties to organisations: begun, changed and ended, never deleted."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import COORDINATOR, Actor, ensure_visible, rule
from balkancluster.database import database_now
from balkancluster.errors import Conflict, NotFound
from balkancluster.i18n.messages import _
from balkancluster.members.models import ADMIN, MEMBER, Affiliation


@rule("manage.organisation")
def may_manage_organisation(actor: Actor, organisation_id: int) -> bool:
    """Its own admins look after the people of an organisation, and the coordinator of the network."""
    return organisation_id in actor.admin_of or actor.has_role(COORDINATOR)


async def join_organisation(
    session: AsyncSession,
    person_id: int,
    organisation_id: int,
    role: str,
    *,
    title: str | None = None,
    actor_id: int | None = None,
) -> Affiliation:
    """Tie a person to an organisation; who is tied already only gets the role."""
    tie = await find_tie(session, person_id, organisation_id)
    if tie is None:
        tie = Affiliation(
            person_id=person_id,
            organisation_id=organisation_id,
            role=role,
            title=title,
            since=await database_now(session),
        )
        session.add(tie)
    tie.role = role
    await session.flush()
    await audit.record(
        session, actor_id, "affiliation.begun", "person", person_id, organisation=organisation_id, role=role
    )
    return tie


async def end_affiliation(session: AsyncSession, actor: Actor, person_id: int, organisation_id: int) -> None:
    """End a tie that this actor looks after. Raises NotFound for any other, Conflict for one's own."""
    ensure_visible(actor, "manage.organisation", organisation_id)
    tie = await find_tie(session, person_id, organisation_id)
    if tie is None:
        raise NotFound
    if person_id == actor.id:
        raise Conflict(_("Nobody removes themselves: ask another administrator or the coordinator."))
    await _end(session, tie, actor.id)


async def change_tie_role(
    session: AsyncSession, actor: Actor, person_id: int, organisation_id: int, role: str
) -> None:
    """Make a colleague an administrator, or a plain member again.

    Raises NotFound for a tie that this actor does not look after, Conflict for one's own.
    """
    ensure_visible(actor, "manage.organisation", organisation_id)
    tie = await find_tie(session, person_id, organisation_id)
    if tie is None or role not in (ADMIN, MEMBER):
        raise NotFound
    if person_id == actor.id:
        raise Conflict(_("Nobody changes their own role: ask another administrator or the coordinator."))
    if tie.role == role:
        return
    tie.role = role
    await session.flush()
    codes = {"organisation": organisation_id, "role": role}
    await audit.record(session, actor.id, "affiliation.role_changed", "person", person_id, **codes)


async def end_affiliations_of(session: AsyncSession, person_id: int, actor_id: int | None) -> None:
    """End every tie of a person who leaves the network."""
    open_ties = select(Affiliation).where(Affiliation.person_id == person_id, Affiliation.until.is_(None))
    for tie in (await session.scalars(open_ties)).all():
        await _end(session, tie, actor_id)


async def _end(session: AsyncSession, tie: Affiliation, actor_id: int | None) -> None:
    tie.until = await database_now(session)
    await session.flush()
    await audit.record(
        session,
        actor_id,
        "affiliation.ended",
        "person",
        tie.person_id,
        organisation=tie.organisation_id,
        role=tie.role,
    )


async def find_tie(session: AsyncSession, person_id: int, organisation_id: int) -> Affiliation | None:
    """Return the open tie of a person to an organisation, or None."""
    found: Affiliation | None = await session.scalar(
        select(Affiliation).where(
            Affiliation.person_id == person_id,
            Affiliation.organisation_id == organisation_id,
            Affiliation.until.is_(None),
        )
    )
    return found
