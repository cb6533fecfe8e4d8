"""Requests for organisations as people see them: one's own, and those that wait for the coordinator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.errors import NotFound
from balkancluster.i18n.detection import detect
from balkancluster.i18n.messages import Message, pgettext
from balkancluster.members.houses import House, find_houses
from balkancluster.members.marks import Mark, find_marks
from balkancluster.members.organisation_models import (
    APPROVED,
    OPEN,
    REFUSED,
    REMOVED,
    WITHDRAWN,
    Organisation,
    OrganisationRequest,
)

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the organisation and who asked.

    `earlier` are decided requests for the same organisation or of the same person, the newest first.
    """

    row: OrganisationRequest
    house: House
    person: Mark
    earlier: tuple["Asked", ...] = ()

    @property
    def answer_lang(self) -> str:
        """Return the tag of the language of the coordinator's reason."""
        return detect(self.row.answer)


async def find_request(session: AsyncSession, request_id: int) -> Asked:
    """Return one request. Raises NotFound."""
    found = await find_requests(session, [request_id])
    if request_id not in found:
        raise NotFound
    return found[request_id]


async def find_requests(session: AsyncSession, request_ids: Collection[int]) -> dict[int, Asked]:
    """Return the requests of these ids, by id."""
    statement = select(OrganisationRequest).where(OrganisationRequest.id.in_(request_ids))
    rows = await session.scalars(statement.execution_options(populate_existing=True))
    return {asked.row.id: asked for asked in await _with_names(session, rows.all())}


async def list_open_requests(session: AsyncSession) -> list[Asked]:
    """Return what waits for the coordinator, the oldest first, each with what was decided earlier."""
    table = OrganisationRequest
    rows = await session.scalars(
        select(table).where(table.state == OPEN).order_by(table.id).limit(MOST_SHOWN)
    )
    waiting = await _with_names(session, rows.all())
    if not waiting:
        return []
    about = or_(
        table.organisation_id.in_({asked.row.organisation_id for asked in waiting}),
        table.person_id.in_({asked.row.person_id for asked in waiting}),
    )
    rows = await session.scalars(
        select(table).where(table.state != OPEN, about).order_by(table.id.desc()).limit(MOST_SHOWN)
    )
    decided = await _with_names(session, rows.all())
    return [replace(asked, earlier=_before(asked, decided)) for asked in waiting]


def _before(asked: Asked, decided: Sequence[Asked]) -> tuple[Asked, ...]:
    return tuple(
        each
        for each in decided
        if each.row.organisation_id == asked.row.organisation_id or each.row.person_id == asked.row.person_id
    )


async def list_own_requests(
    session: AsyncSession, person_id: int, organisation_id: int | None = None
) -> list[Asked]:
    """Return the requests of a person, for one organisation or for all, the newest first."""
    statement = select(OrganisationRequest).where(OrganisationRequest.person_id == person_id)
    if organisation_id is not None:
        statement = statement.where(OrganisationRequest.organisation_id == organisation_id)
    rows = await session.scalars(statement.order_by(OrganisationRequest.id.desc()).limit(MOST_SHOWN))
    return await _with_names(session, rows.all())


async def count_open_requests(session: AsyncSession) -> int:
    """Return how many requests wait for the coordinator."""
    statement = select(func.count()).select_from(OrganisationRequest)
    return (await session.execute(statement.where(OrganisationRequest.state == OPEN))).scalar_one()


async def list_removed_houses(session: AsyncSession) -> list[House]:
    """Return the organisations that were taken off the list, in alphabetical order."""
    statement = select(Organisation.id).where(Organisation.standing == REMOVED)
    ids = list(await session.scalars(statement.order_by(Organisation.sort_key).limit(MOST_SHOWN)))
    houses = await find_houses(session, ids)
    return [houses[organisation_id] for organisation_id in ids]


async def _with_names(session: AsyncSession, rows: Sequence[OrganisationRequest]) -> list[Asked]:
    if not rows:
        return []
    houses = await find_houses(session, {row.organisation_id for row in rows})
    marks = await find_marks(session, {row.person_id for row in rows})
    return [Asked(row, houses[row.organisation_id], marks[row.person_id]) for row in rows]


def request_state_label(state: str) -> Message:
    """Return the word for what became of a request."""
    labels = {
        OPEN: pgettext("state of a request", "Waiting"),
        APPROVED: pgettext("state of a request", "Approved"),
        REFUSED: pgettext("state of a request", "Refused"),
        WITHDRAWN: pgettext("state of a request", "Withdrawn"),
    }
    return labels[state]
