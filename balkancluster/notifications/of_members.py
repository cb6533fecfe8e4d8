"""What members are told of requests for organisations and of roles, and its end when somebody leaves."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import COORDINATOR
from balkancluster.database import AnyRow
from balkancluster.i18n.messages import Message, Quoted
from balkancluster.i18n.messages import gettext as _
from balkancluster.members.directory_people import role_label
from balkancluster.members.marks import Mark
from balkancluster.members.models import NetworkRole
from balkancluster.members.news import PersonLeft, RequestDecided, RequestMade, RoleChanged
from balkancluster.members.organisation_models import APPROVED, OPEN, OrganisationRequest
from balkancluster.members.request_lists import Asked, find_requests
from balkancluster.members.roles import find_coordinators
from balkancluster.notifications.marking import tell_read
from balkancluster.notifications.models import CLAIM, REMOVAL, ROLE, Delivery, Notification
from balkancluster.notifications.showing import Presenter, Shown, calling
from balkancluster.notifications.telling import Cause, notify
from balkancluster.realtime.transaction import Transaction

ROLE_CHANGED = "role.changed"

REQUESTS = (CLAIM, REMOVAL)
"""Kinds of requests, and of the notifications about them."""


async def tell_request(transaction: Transaction, news: RequestMade) -> None:
    """Tell every coordinator that a request waits."""
    request = await transaction.session.get_one(OrganisationRequest, news.request_id)
    for coordinator in await find_coordinators(transaction.session):
        notify(transaction, coordinator.id, request.kind, _cause(request, request.person_id))


async def tell_decision(transaction: Transaction, news: RequestDecided) -> None:
    """Tell who asked what was decided; to coordinators the request is nothing new any more."""
    session = transaction.session
    request = await session.get_one(OrganisationRequest, news.request_id, populate_existing=True)
    notify(transaction, request.person_id, request.kind, _cause(request, request.decided_by))
    waiting = select(Notification).where(
        Notification.kind == request.kind,
        Notification.organisation_id == request.organisation_id,
        Notification.read_at.is_(None),
    )
    for told in await session.scalars(waiting):
        if told.details.get("request") == request.id:
            told.read_at = transaction.at
            tell_read(transaction, told.person_id)
    await session.flush()


def _cause(request: OrganisationRequest, actor_id: int | None) -> Cause:
    details = {"request": request.id}
    return Cause(actor_id, organisation_id=request.organisation_id, details=details)


async def tell_role(transaction: Transaction, news: RoleChanged) -> None:
    """Tell somebody that they hold a role, or hold it no longer."""
    transaction.tell(news.person_id, ROLE_CHANGED, actor_id=news.actor_id)
    details = {"role": news.role, "is_granted": news.is_granted}
    notify(transaction, news.person_id, ROLE, Cause(news.actor_id, details=details))
    # Requests are shown to coordinators only.
    tell_read(transaction, news.person_id)


async def forget_notifications(transaction: Transaction, news: PersonLeft) -> None:
    """Keep nothing of what was told to who has left."""
    for table in (Delivery, Notification):
        await transaction.session.execute(delete(table).where(table.person_id == news.person_id))


class RequestPresenter:
    """Shows requests to coordinators, and to who asked what became of theirs."""

    def is_visible(self) -> ColumnElement[bool]:
        """To coordinators, and to who asked."""
        coordinates = exists().where(
            NetworkRole.person_id == Notification.person_id, NetworkRole.role == COORDINATOR
        )
        asked = exists().where(
            OrganisationRequest.person_id == Notification.person_id,
            OrganisationRequest.organisation_id == Notification.organisation_id,
        )
        return or_(coordinates.correlate(Notification), asked.correlate(Notification))

    async def show(
        self, session: AsyncSession, rows: Sequence[AnyRow], people: dict[int, Mark]
    ) -> dict[int, Shown]:
        """Return what is seen of these, by id."""
        requests = await find_requests(session, {row.details["request"] for row in rows})
        return {
            row.id: _shown(row, asked, people)
            for row in rows
            if (asked := requests.get(row.details["request"]))
        }


def _shown(row: AnyRow, asked: Asked, people: dict[int, Mark]) -> Shown:
    house, request = Quoted(asked.house.name, asked.house.lang), asked.row
    if row.person_id == request.person_id and request.state != OPEN:
        text = _("Your request for %(organisation)s is not approved", organisation=house)
        if request.state == APPROVED:
            text = _("Your request for %(organisation)s is approved", organisation=house)
        href = f"/organisations/{asked.house.code}"
        return Shown(text, href, quote=request.answer, quote_lang=asked.answer_lang if request.answer else "")
    name = calling(people.get(row.actor_id))
    if request.kind == CLAIM:
        text = _("%(name)s asks to speak for %(organisation)s", name=name, organisation=house)
    else:
        text = _("%(name)s asks to take %(organisation)s off the list", name=name, organisation=house)
    return Shown(text, "/coordination/requests", quote=request.words, quote_lang=request.words_lang)


class RolePresenter:
    """Shows that somebody holds a role in the network, or holds it no longer."""

    def is_visible(self) -> ColumnElement[bool]:
        """For good."""
        return Notification.kind == ROLE

    async def show(
        self, _session: AsyncSession, rows: Sequence[AnyRow], _people: dict[int, Mark]
    ) -> dict[int, Shown]:
        """Return what is seen of these, by id."""
        return {row.id: Shown(_role_sentence(row), f"/people/{row.person_id}") for row in rows}


def _role_sentence(row: AnyRow) -> Message:
    role = role_label(row.details["role"])
    if row.details["is_granted"]:
        return _("You have a role in the network now: %(role)s", role=role)
    return _("You do not have this role in the network any more: %(role)s", role=role)


PRESENTERS: tuple[tuple[Presenter, tuple[str, ...]], ...] = (
    (RequestPresenter(), REQUESTS),
    (RolePresenter(), (ROLE,)),
)
