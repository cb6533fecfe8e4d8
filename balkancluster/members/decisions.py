"""The coordinator decides: a claim or a removal is approved or refused, once, whoever else decides, too."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import Actor, ensure_visible
from balkancluster.errors import Conflict, NotFound
from balkancluster.i18n.messages import _
from balkancluster.members.affiliations import find_tie, join_organisation
from balkancluster.members.models import ACTIVE, ADMIN, MEMBER
from balkancluster.members.news import RequestDecided
from balkancluster.members.organisation_models import (
    APPROVED,
    CLAIM,
    LISTED,
    OPEN,
    REFUSED,
    REMOVAL,
    REMOVED,
    Organisation,
    OrganisationRequest,
)
from balkancluster.members.organisation_models import MEMBER as TAKES_PART
from balkancluster.members.people import find_person
from balkancluster.members.reindexing import index_organisation
from balkancluster.members.requests import clean_words
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.transaction import Transaction
from balkancluster.textindex.indexes import ORGANISATIONS
from balkancluster.textindex.writing import remove_texts


async def approve(announcer: Announcer, actor: Actor, request_id: int, role: str = ADMIN) -> None:
    """Carry out what was asked for. Raises NotFound, or Conflict where that is not possible any more.

    Who claims an organisation that nobody speaks for becomes its administrator; into one that takes part
    meanwhile they come in `role`.
    """

    async def act(transaction: Transaction) -> None:
        request = await _close(transaction, actor, request_id, APPROVED, "")
        if request.kind == CLAIM:
            await _hand_over(transaction, actor, request, role)
        else:
            await _remove(announcer, transaction, actor, request.organisation_id)
        await announcer.tell(transaction, RequestDecided(request_id))

    ensure_visible(actor, "decide.request")
    await announcer.log.append((), act)


async def refuse(announcer: Announcer, actor: Actor, request_id: int, answer: str) -> None:
    """Refuse what was asked for, with the reason in one's own words.

    Raises NotFound, Invalid for the reason, or Conflict where it was decided already.
    """
    ensure_visible(actor, "decide.request")
    answer = clean_words(answer, "answer", required=True)

    async def act(transaction: Transaction) -> None:
        await _close(transaction, actor, request_id, REFUSED, answer)
        await announcer.tell(transaction, RequestDecided(request_id))

    await announcer.log.append((), act)


async def take_off(announcer: Announcer, actor: Actor, organisation_id: int) -> None:
    """Take a listed organisation off the list by hand. Raises NotFound, or Conflict for any other."""
    ensure_visible(actor, "decide.request")

    async def act(transaction: Transaction) -> None:
        await _remove(announcer, transaction, actor, organisation_id)

    await announcer.log.append((), act)


async def list_again(session: AsyncSession, actor: Actor, organisation_id: int) -> None:
    """Put an organisation back that was taken off the list. Raises NotFound, or Conflict for any other."""
    ensure_visible(actor, "decide.request")
    await _change_standing(session, organisation_id, {REMOVED}, LISTED)
    await audit.record(session, actor.id, "organisation.listed", "organisation", organisation_id)


async def _close(
    transaction: Transaction, actor: Actor, request_id: int, state: str, answer: str
) -> OrganisationRequest:
    """Decide an open request: of two who do so at once one meets Conflict."""
    session = transaction.session
    decided = await session.scalar(
        update(OrganisationRequest)
        .where(OrganisationRequest.id == request_id, OrganisationRequest.state == OPEN)
        .values(state=state, answer=answer, decided_at=transaction.at, decided_by=actor.id)
        .returning(OrganisationRequest.id)
        .execution_options(synchronize_session=False)
    )
    request = await session.get(OrganisationRequest, request_id, populate_existing=True)
    if request is None:
        raise NotFound
    if decided is None:
        message = _("This request was decided or withdrawn meanwhile. Nothing was done a second time.")
        raise Conflict(message, code="decided_already")
    codes = {"of": request.organisation_id, "person": request.person_id}
    await audit.record(session, actor.id, f"{request.kind}.{state}", "request", request_id, **codes)
    return request


async def _hand_over(transaction: Transaction, actor: Actor, request: OrganisationRequest, role: str) -> None:
    session = transaction.session
    if (await find_person(session, request.person_id)).state != ACTIVE:
        raise Conflict(_("This person does not take part any more."))
    organisation = await session.get_one(Organisation, request.organisation_id, populate_existing=True)
    if organisation.standing != TAKES_PART:
        await _change_standing(session, organisation.id, {LISTED, REMOVED}, TAKES_PART)
        await audit.record(session, actor.id, "organisation.claimed", "organisation", organisation.id)
        role = ADMIN
    tie = await find_tie(session, request.person_id, organisation.id)
    if tie is None or tie.role != ADMIN:
        role = role if role in (ADMIN, MEMBER) else MEMBER
        await join_organisation(session, request.person_id, organisation.id, role, actor_id=actor.id)


async def _remove(announcer: Announcer, transaction: Transaction, actor: Actor, organisation_id: int) -> None:
    """Take an organisation off the list; everybody else who asked for it is told, too."""
    session = transaction.session
    await _change_standing(session, organisation_id, {LISTED}, REMOVED)
    await audit.record(session, actor.id, "organisation.removed", "organisation", organisation_id)
    also = select(OrganisationRequest.id).where(
        OrganisationRequest.organisation_id == organisation_id,
        OrganisationRequest.kind == REMOVAL,
        OrganisationRequest.state == OPEN,
    )
    for request_id in (await session.scalars(also)).all():
        await _close(transaction, actor, request_id, APPROVED, "")
        await announcer.tell(transaction, RequestDecided(request_id))


async def _change_standing(
    session: AsyncSession, organisation_id: int, before: set[str], standing: str
) -> None:
    changed = await session.scalar(
        update(Organisation)
        .where(Organisation.id == organisation_id, Organisation.standing.in_(before))
        .values(standing=standing)
        .returning(Organisation.id)
        .execution_options(synchronize_session=False)
    )
    if changed is not None:
        if standing == REMOVED:
            await remove_texts(session, ORGANISATIONS, [organisation_id])
        elif REMOVED in before:
            await index_organisation(session, organisation_id)
        return
    if await session.get(Organisation, organisation_id) is None:
        raise NotFound
    raise Conflict(_("The standing of this organisation has changed meanwhile. Open its page again."))
