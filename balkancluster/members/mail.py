"""The letters about accounts, each in its recipient's language and script."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.i18n.locales import SOURCE
from balkancluster.i18n.messages import Message, _
from balkancluster.mail.outbox import enqueue
from balkancluster.members.houses import find_houses
from balkancluster.members.invitations import Invited
from balkancluster.members.models import Person
from balkancluster.members.resets import ResetLink
from balkancluster.settings import Settings
from balkancluster.web.pages import render_fragment


async def send_invitation(session: AsyncSession, settings: Settings, actor: Actor, invited: Invited) -> None:
    """Write to the invited address: who invites into which organisation, and the link."""
    invitation = invited.invitation
    houses = await find_houses(session, [invitation.organisation_id])
    await _send(
        session,
        settings,
        invitation.email,
        invitation.locale,
        "mail/invitation.txt",
        _("Invitation to %(site)s", site=settings.site_name),
        inviter=actor.name,
        organisation=houses[invitation.organisation_id].name,
        invitation=invitation,
        link=f"{settings.base_url}/invitations/{invited.token}",
    )


async def send_reset(session: AsyncSession, settings: Settings, reset: ResetLink) -> None:
    """Write to who may set a new password."""
    await _send_to(
        session,
        settings,
        reset.person,
        "mail/password_reset.txt",
        _("A new password for %(site)s", site=settings.site_name),
        link=reset_address(settings, reset.token),
    )


async def send_password_changed(session: AsyncSession, settings: Settings, person: Person) -> None:
    """Tell the owner of an account that its password is another one now (ASVS 5.0, 6.3.7)."""
    await _send_to(
        session,
        settings,
        person,
        "mail/password_changed.txt",
        _("Your password was changed"),
        link=f"{settings.base_url}/password/forgot",
    )


def reset_address(settings: Settings, token: str) -> str:
    """Return the page on which the holder of this token sets a password."""
    return f"{settings.base_url}/password/reset/{token}"


async def _send_to(
    session: AsyncSession,
    settings: Settings,
    person: Person,
    template: str,
    subject: Message,
    **context: Any,
) -> None:
    if person.email:
        locale = person.locale or SOURCE
        await _send(session, settings, person.email, locale, template, subject, name=person.name, **context)


async def _send(
    session: AsyncSession,
    settings: Settings,
    recipient: str,
    locale: str,
    template: str,
    subject: Message,
    **context: Any,
) -> None:
    text = render_fragment(
        template, locale, site_name=settings.site_name, base_url=settings.base_url, **context
    )
    await enqueue(session, recipient=recipient, locale=locale, subject=subject, text=text)
