"""Reading one's notifications: the list, what is unread, and what a device has to know of both."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import AnyRow, fetch
from balkancluster.members.marks import Mark, find_marks
from balkancluster.notifications.models import Notification
from balkancluster.notifications.showing import Shown, is_visible, show

PAGE = 50
MOST_NAMED = 200
"""So many unread ones are named to a device, so that it can tell which of those it shows were read."""

COLUMNS = (
    Notification.id,
    Notification.person_id,
    Notification.seq,
    Notification.kind,
    Notification.actor_id,
    Notification.room_id,
    Notification.topic_id,
    Notification.message_key,
    Notification.organisation_id,
    Notification.details,
    Notification.created_at,
    Notification.read_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationView(Shown):
    """A notification as its person sees it today; `actor` is None where nobody in particular acted."""

    id: int
    seq: int
    kind: str
    at: datetime
    is_read: bool
    actor: Mark | None


_SHOWN = tuple(field.name for field in fields(Shown))


@dataclass(frozen=True, slots=True)
class UnreadNotifications:
    """How many there are, and the ids of the newest of them."""

    count: int
    ids: tuple[int, ...]


async def find_notifications(
    session: AsyncSession,
    actor: Actor,
    before: int | None = None,
    limit: int = PAGE,
    *,
    only_unread: bool = False,
) -> list[NotificationView]:
    """Return the actor's notifications, the newest first; `before` is the `seq` of the last one seen."""
    values = {"person_id": actor.id, "most": limit, "before": before}
    return await view(session, await fetch(session, _page(before is not None, only_unread), **values))


async def find_by_seq(session: AsyncSession, person_id: int, seqs: Sequence[int]) -> list[NotificationView]:
    """Return those of a person with these numbers that can still be seen."""
    return await view(session, await fetch(session, _of_seqs(), person_id=person_id, seqs=list(seqs)))


async def count_unread(session: AsyncSession, person_id: int) -> int:
    """Return how many unread notifications a person has that can still be seen."""
    return int((await fetch(session, _count(), person_id=person_id))[0][0])


async def find_unread(session: AsyncSession, person_id: int) -> UnreadNotifications:
    """Return how many are unread, with the ids of the newest."""
    rows = await fetch(session, _unread(), person_id=person_id)
    if len(rows) < MOST_NAMED:
        return UnreadNotifications(len(rows), tuple(row.id for row in rows))
    return UnreadNotifications(await count_unread(session, person_id), tuple(row.id for row in rows))


async def view(session: AsyncSession, rows: Sequence[AnyRow]) -> list[NotificationView]:
    """Return rows of COLUMNS as they are seen today, in their order."""
    if not rows:
        return []
    people = await find_marks(session, {row.actor_id for row in rows if row.actor_id is not None})
    shown = await show(session, rows, people)
    return [_view(row, shown[row.id], people.get(row.actor_id)) for row in rows if row.id in shown]


def _view(row: AnyRow, shown: Shown, actor: Mark | None) -> NotificationView:
    return NotificationView(
        id=row.id,
        seq=row.seq,
        kind=row.kind,
        at=row.created_at,
        is_read=row.read_at is not None,
        actor=actor,
        **{name: getattr(shown, name) for name in _SHOWN},
    )


def visible(*columns: Any) -> Select[Any]:
    """Return the selection of these columns from what the person `person_id` may see."""
    mine = Notification.person_id == bindparam("person_id")
    return select(*columns).where(mine, is_visible())


@cache
def _page(has_end: bool, only_unread: bool) -> Select[Any]:
    statement = visible(*COLUMNS)
    if only_unread:
        statement = statement.where(Notification.read_at.is_(None))
    if has_end:
        statement = statement.where(Notification.seq < bindparam("before"))
    return statement.order_by(Notification.seq.desc()).limit(bindparam("most"))


@cache
def _of_seqs() -> Select[Any]:
    return visible(*COLUMNS).where(Notification.seq.in_(bindparam("seqs", expanding=True)))


@cache
def _count() -> Select[Any]:
    return visible(func.count()).where(Notification.read_at.is_(None))


@cache
def _unread() -> Select[Any]:
    statement = visible(Notification.id).where(Notification.read_at.is_(None))
    return statement.order_by(Notification.seq.desc()).limit(MOST_NAMED)
