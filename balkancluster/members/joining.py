"""Accepting an invitation: somebody new gets an account, a member gets one more organisation."""

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import Actor
from balkancluster.errors import Conflict, Forbidden
from balkancluster.i18n.messages import _
from balkancluster.members.affiliations import join_organisation
from balkancluster.members.invitations import find_invitation, use_invitation
from balkancluster.members.models import ACTIVE, ADMIN, APPLIED, INVITED, LEFT, Invitation, Person
from balkancluster.members.organisation_models import MEMBER, Organisation
from balkancluster.members.people import create_person, find_by_email, rename_person
from balkancluster.members.states import enter_state

WITHOUT_ACCOUNT = (APPLIED, INVITED, LEFT)
"""In these states there is no password: an invitation may set one. It never opens an account that has one."""


async def needs_account(session: AsyncSession, invitation: Invitation) -> bool:
    """Whether the invited address has no account that could sign in."""
    person = await find_by_email(session, invitation.email)
    return person is None or person.state in WITHOUT_ACCOUNT


async def join_as_newcomer(
    session: AsyncSession, token: str, *, name: str, locale: str, password_hash: str
) -> Person:
    """Make an account for the invited address and use the invitation up.

    Raises Gone, Invalid, or Conflict where the address has an account already.
    """
    invitation = await find_invitation(session, token)
    if not await needs_account(session, invitation):
        raise Conflict(_("This address has an account already. Sign in with it to accept."))
    await use_invitation(session, token)
    person = await _open_account(session, invitation, name, locale)
    person.password_hash = password_hash
    await _join(session, invitation, person.id)
    return person


async def join_as_member(session: AsyncSession, actor: Actor, token: str) -> Invitation:
    """Tie the person who is signed in to one more organisation. Raises Gone or Forbidden."""
    ensure_for(await find_invitation(session, token), actor)
    invitation = await use_invitation(session, token)
    await _join(session, invitation, actor.id)
    return invitation


def ensure_for(invitation: Invitation, actor: Actor) -> None:
    """Refuse a person whom the invitation does not mean. Raises Forbidden."""
    if invitation.email != actor.email:
        raise Forbidden(_("This invitation is for another address. Sign out to accept it."))


async def _open_account(session: AsyncSession, invitation: Invitation, name: str, locale: str) -> Person:
    person = await find_by_email(session, invitation.email)
    if person is None:
        return await create_person(session, name=name, email=invitation.email, locale=locale)
    person.locale = locale
    await rename_person(session, person, name)
    await enter_state(session, person, ACTIVE, person.id)
    return person


async def _join(session: AsyncSession, invitation: Invitation, person_id: int) -> None:
    await audit.record(
        session,
        person_id,
        "invitation.accepted",
        "invitation",
        invitation.id,
        organisation=invitation.organisation_id,
        role=invitation.role,
    )
    await join_organisation(
        session, person_id, invitation.organisation_id, invitation.role, actor_id=invitation.invited_by
    )
    organisation = await session.get_one(Organisation, invitation.organisation_id)
    if invitation.role == ADMIN and organisation.standing != MEMBER:
        organisation.standing = MEMBER
        await session.flush()
        await audit.record(session, person_id, "organisation.claimed", "organisation", organisation.id)
