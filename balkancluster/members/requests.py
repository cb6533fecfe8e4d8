"""Asking for an organisation that is only listed: to claim it, or to take it off the list."""

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster import audit
from balkancluster.access import COORDINATOR, Actor, can, rule
from balkancluster.database import database_now
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n import text as texts
from balkancluster.i18n.detection import detect
from balkancluster.i18n.messages import _
from balkancluster.members.news import RequestMade
from balkancluster.members.organisation_models import (
    CLAIM,
    LISTED,
    OPEN,
    REMOVAL,
    WITHDRAWN,
    Organisation,
    OrganisationRequest,
)
from balkancluster.realtime.announcer import Announcer
from balkancluster.realtime.transaction import Transaction

KINDS = (CLAIM, REMOVAL)
MOST_OPEN = 5
LONGEST_WORDS = 2000


@rule("ask.organisation")
def may_ask(_actor: Actor, standing: str) -> bool:
    """Any member may ask for an organisation that nobody here speaks for."""
    return standing == LISTED


@rule("decide.request")
def may_decide(actor: Actor, _subject: object) -> bool:
    """The coordinator decides who speaks for an organisation, and what is listed."""
    return actor.has_role(COORDINATOR)


def clean_words(text: str, field: str, *, required: bool) -> str:
    """Return what somebody wrote about a request, as it is stored. Raises Invalid."""
    words = texts.normalize(text).strip()
    if texts.has_control_characters(words):
        raise Invalid(_("This has characters that cannot be kept. Type it again."), field=field)
    if len(words) > LONGEST_WORDS:
        raise Invalid(_("This is longer than %(limit)s characters.", limit=LONGEST_WORDS), field=field)
    if required and texts.is_blank(words):
        raise Invalid(_("Please write a sentence or two."), field=field)
    return words


async def ask(announcer: Announcer, actor: Actor, organisation_id: int, kind: str, words: str) -> int:
    """Ask the coordinator to decide, and return the number of the request.

    Raises NotFound, Invalid for the words, and Conflict for an organisation that takes part itself, for a
    second request of the kind, or for too many.
    """
    if kind not in KINDS:
        raise NotFound
    words = clean_words(words, "words", required=kind == CLAIM)

    async def act(transaction: Transaction) -> int:
        session = transaction.session
        organisation = await session.get(Organisation, organisation_id, populate_existing=True)
        if organisation is None:
            raise NotFound
        if not can(actor, "ask.organisation", organisation.standing):
            message = _("The standing of this organisation has changed meanwhile. Open its page again.")
            raise Conflict(message)
        await _ensure_few(session, actor)
        request = OrganisationRequest(
            kind=kind,
            organisation_id=organisation_id,
            person_id=actor.id,
            words=words,
            words_lang=detect(words, actor.locale),
            state=OPEN,
            made_at=transaction.at,
            answer="",
        )
        await _add(session, request)
        await audit.record(session, actor.id, f"{kind}.asked", "request", request.id, of=organisation_id)
        await announcer.tell(transaction, RequestMade(request.id))
        return request.id

    return await announcer.log.append((), act)


async def _ensure_few(session: AsyncSession, actor: Actor) -> None:
    is_mine = (OrganisationRequest.person_id == actor.id) & (OrganisationRequest.state == OPEN)
    found = await session.scalar(select(func.count()).select_from(OrganisationRequest).where(is_mine))
    if (found or 0) >= MOST_OPEN:
        message = _("%(num)s requests of yours wait already. Withdraw one first.", num=MOST_OPEN)
        raise Conflict(message, code="too_many_requests")


async def _add(session: AsyncSession, request: OrganisationRequest) -> None:
    try:
        async with session.begin_nested():
            session.add(request)
            await session.flush()
    except IntegrityError:
        message = _("You have asked for this already; the coordinator has not decided yet.")
        raise Conflict(message, code="asked_already") from None


async def withdraw_request(session: AsyncSession, actor: Actor, request_id: int) -> OrganisationRequest:
    """Take one's own open request back. Raises NotFound for any other, Conflict for one that was decided."""
    request = await session.get(OrganisationRequest, request_id)
    if request is None or request.person_id != actor.id:
        raise NotFound
    withdrawn = await session.scalar(
        update(OrganisationRequest)
        .where(OrganisationRequest.id == request_id, OrganisationRequest.state == OPEN)
        .values(state=WITHDRAWN, decided_at=await database_now(session))
        .returning(OrganisationRequest.id)
        .execution_options(synchronize_session=False)
    )
    if withdrawn is None:
        raise Conflict(_("This request is not open any more."))
    await audit.record(session, actor.id, f"{request.kind}.withdrawn", "request", request_id)
    return request
