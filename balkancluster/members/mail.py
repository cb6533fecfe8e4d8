"""The letters about accounts, each in its recipient's language and script."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.i18n.messages import Message, _
from balkancluster.i18n.reading import Reading, as_reading
from balkancluster.mail.outbox import enqueue
from balkancluster.members.houses import find_houses
from balkancluster.members.invitations import Invited
from balkancluster.members.models import Person
from balkancluster.members.news import PersonLeft, RequestDecided, RequestMade
from balkancluster.members.people import find_person, reading_of
from balkancluster.members.request_lists import Asked, find_request
from balkancluster.members.resets import ResetLink
from balkancluster.members.roles import find_coordinators
from balkancluster.realtime.transaction import Transaction
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


class Letters:
    """The letters that follow from what happens: each is written in the transaction that caused it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def confirm_departure(self, transaction: Transaction, news: PersonLeft) -> None:
        """Tell who has left what stays and what is gone, for their own records."""
        person = await find_person(transaction.session, news.person_id)
        subject = _("You have left %(site)s", site=self._settings.site_name)
        await _send_to(transaction.session, self._settings, person, "mail/departure.txt", subject)

    async def tell_coordinators(self, transaction: Transaction, news: RequestMade) -> None:
        """Tell every coordinator that a request waits."""
        session = transaction.session
        asked = await find_request(session, news.request_id)
        for coordinator in await find_coordinators(session):
            await self._send_about(session, asked, coordinator, "mail/request_made.txt")

    async def tell_decision(self, transaction: Transaction, news: RequestDecided) -> None:
        """Tell who asked what was decided, and why."""
        asked = await find_request(transaction.session, news.request_id)
        person = await find_person(transaction.session, asked.row.person_id)
        await self._send_about(transaction.session, asked, person, "mail/request_decided.txt")

    async def _send_about(self, session: AsyncSession, asked: Asked, person: Person, template: str) -> None:
        subject = _("Request for %(organisation)s", organisation=asked.house.name)
        await _send_to(session, self._settings, person, template, subject, asked=asked)


async def _send_to(
    session: AsyncSession,
    settings: Settings,
    person: Person,
    template: str,
    subject: Message,
    **context: Any,
) -> None:
    if person.email:
        reading = reading_of(person)
        await _send(session, settings, person.email, reading, template, subject, name=person.name, **context)


async def _send(
    session: AsyncSession,
    settings: Settings,
    recipient: str,
    reader: str | Reading,
    template: str,
    subject: Message,
    **context: Any,
) -> None:
    text = render_fragment(
        template, reader, site_name=settings.site_name, base_url=settings.base_url, **context
    )
    await enqueue(session, recipient=recipient, locale=as_reading(reader).locale, subject=subject, text=text)
