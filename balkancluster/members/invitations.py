"""Invitations: a single-use link of seven days, bound to one address, into one organisation."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import Actor, ensure_visible
from balkancluster.database import database_now
from balkancluster.errors import Gone, Invalid, NotFound
from balkancluster.i18n.locales import is_locale
from balkancluster.i18n.messages import _
from balkancluster.members.models import ADMIN, MEMBER, Affiliation, Invitation, Person
from balkancluster.members.names import clean_email
from balkancluster.members.organisation_models import Organisation
from balkancluster.members.secrets import hash_secret, new_secret

LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation together with the token of its link, which only the letter may hold."""

    invitation: Invitation
    token: str


async def invite(
    session: AsyncSession, actor: Actor, *, email: str, locale: str, organisation_id: int, role: str = MEMBER
) -> Invited:
    """Invite an address into an organisation; an earlier invitation of the same address ends.

    The answer is the same whether the address has an account or not. Raises NotFound or Invalid.
    """
    ensure_visible(actor, "manage.organisation", organisation_id)
    if await session.get(Organisation, organisation_id) is None:
        raise NotFound
    email = clean_email(email)
    if not is_locale(locale) or role not in (ADMIN, MEMBER):
        raise Invalid
    await _ensure_not_in_house(session, email, organisation_id)
    await _withdraw(
        session,
        actor,
        _is_pending(),
        Invitation.email == email,
        Invitation.organisation_id == organisation_id,
    )
    now, token = await database_now(session), new_secret()
    invitation = Invitation(
        email=email,
        locale=locale,
        organisation_id=organisation_id,
        role=role,
        invited_by=actor.id,
        token_hash=hash_secret(token),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    await _record(session, actor, "invitation.created", invitation)
    return Invited(invitation, token)


async def resend(session: AsyncSession, actor: Actor, invitation_id: int) -> Invited:
    """Give a pending invitation a new link and seven new days; the old link ends. Raises NotFound."""
    invitation = await _find_pending(session, actor, invitation_id)
    token = new_secret()
    invitation.token_hash = hash_secret(token)
    invitation.expires_at = await database_now(session) + LIFETIME
    await session.flush()
    await _record(session, actor, "invitation.resent", invitation)
    return Invited(invitation, token)


async def withdraw(session: AsyncSession, actor: Actor, invitation_id: int) -> None:
    """End a pending invitation. Raises NotFound."""
    invitation = await _find_pending(session, actor, invitation_id)
    await _withdraw(session, actor, Invitation.id == invitation.id)


async def find_pending(session: AsyncSession, organisation_id: int | None = None) -> list[Invitation]:
    """Return the invitations that were not answered, of one organisation or of all, the newest first.

    Those that have run out are among them, so that somebody can send them again.
    """
    statement = select(Invitation).where(_is_pending()).order_by(Invitation.id.desc())
    if organisation_id is not None:
        statement = statement.where(Invitation.organisation_id == organisation_id)
    return list(await session.scalars(statement))


async def find_invitation(session: AsyncSession, token: str) -> Invitation:
    """Return the invitation of a link, changing nothing. Raises Gone for one that cannot be used."""
    invitation = await session.scalar(
        select(Invitation).where(
            Invitation.token_hash == hash_secret(token),
            _is_pending(),
            Invitation.expires_at > await database_now(session),
        )
    )
    if invitation is None:
        raise Gone(_("This invitation was already used, was withdrawn or has expired. Ask for a new one."))
    return invitation


async def use_invitation(session: AsyncSession, token: str) -> Invitation:
    """Use up the invitation of a link: of two who try at once one meets Gone."""
    invitation = await find_invitation(session, token)
    used = await session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, _is_pending())
        .values(used_at=await database_now(session))
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if used is None:
        raise Gone
    return invitation


def _is_pending() -> ColumnElement[bool]:
    return Invitation.used_at.is_(None) & Invitation.withdrawn_at.is_(None)


async def _find_pending(session: AsyncSession, actor: Actor, invitation_id: int) -> Invitation:
    invitation = await session.get(Invitation, invitation_id)
    if invitation is None or invitation.used_at or invitation.withdrawn_at:
        raise NotFound
    ensure_visible(actor, "manage.organisation", invitation.organisation_id)
    return invitation


async def _ensure_not_in_house(session: AsyncSession, email: str, organisation_id: int) -> None:
    tied = await session.scalar(
        select(Affiliation.id)
        .join(Person, Person.id == Affiliation.person_id)
        .where(
            Person.email == email,
            Affiliation.organisation_id == organisation_id,
            Affiliation.until.is_(None),
        )
    )
    if tied is not None:
        raise Invalid(_("This person belongs to the organisation already."), field="email")


async def _withdraw(session: AsyncSession, actor: Actor, *which: ColumnElement[bool]) -> None:
    for invitation in (await session.scalars(select(Invitation).where(*which))).all():
        invitation.withdrawn_at = await database_now(session)
        await session.flush()
        await _record(session, actor, "invitation.withdrawn", invitation)


async def _record(session: AsyncSession, actor: Actor, action: str, invitation: Invitation) -> None:
    await audit.record(
        session,
        actor.id,
        action,
        "invitation",
        invitation.id,
        organisation=invitation.organisation_id,
        role=invitation.role,
    )
