"""A person's own stream: a log like a room's, read with what its events mean today.

Other features take part: each registers the kinds of events that it records in people's streams, and says
what belongs to them. What nobody registered is told as it is.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.i18n.reading import Reading
from balkancluster.members.models import FORMER, Person
from balkancluster.notifications.reading import find_by_seq, find_unread
from balkancluster.notifications.telling import ADDED, READ
from balkancluster.notifications.wire import OwnEventOut, notification_out
from balkancluster.realtime.frames import Somebody
from balkancluster.realtime.models import Event

Fields = Callable[[Reading], dict[str, Any]]
"""For a reader, what an event says besides its kind: fields of OwnEventOut."""

ReadFields = Callable[[AsyncSession, int, Sequence[AnyRow]], Awaitable[dict[int, Fields]]]
"""Given a person and events of their stream, what these say, by number; some have nothing to add."""

_EVENTS = (
    select(
        Event.seq,
        Event.kind,
        Event.at,
        Event.actor_id,
        Event.message_key,
        Event.topic_id,
        Event.person_id,
        case((Person.state.in_(FORMER), ""), else_=Person.name).label("actor_name"),
    )
    .outerjoin(Person, Person.id == Event.actor_id)
    .where(Event.stream_id == bindparam("person_id"), Event.seq > bindparam("after"))
    .order_by(Event.seq)
    .limit(bindparam("most"))
)

_readers: dict[str, ReadFields] = {}


class OwnEvent:
    """An event of a person's own stream, ready to be said to any reader."""

    def __init__(self, event: OwnEventOut, fields: Fields | None) -> None:
        self.event = event
        self._fields = fields

    def to(self, reading: Reading) -> OwnEventOut:
        """Return it for who reads so."""
        return _with(self.event, self._fields(reading)) if self._fields else self.event


def _with(event: OwnEventOut, fields: dict[str, Any]) -> OwnEventOut:
    return OwnEventOut(event.seq, event.kind, event.at, event.actor, **fields)


def register(read: ReadFields, *kinds: str) -> None:
    """Let a feature say what events of these kinds mean. Called once, by app.py."""
    _readers.update(dict.fromkeys(kinds, read))


async def read_own_events(session: AsyncSession, person_id: int, after: int, limit: int) -> list[OwnEvent]:
    """Return the events after a number, oldest first."""
    rows = await fetch(session, _EVENTS, person_id=person_id, after=after, most=limit)
    if not rows:
        return []
    fields: dict[int, Fields] = {}
    for read in {reader for row in rows if (reader := _readers.get(row.kind))}:
        its = [row for row in rows if _readers.get(row.kind) is read]
        fields |= await read(session, person_id, its)
    return [
        OwnEvent(OwnEventOut(row.seq, row.kind, row.at, _actor(row)), fields.get(row.seq)) for row in rows
    ]


def _actor(row: AnyRow) -> Somebody | None:
    return Somebody(str(row.actor_id), row.actor_name) if row.actor_id else None


async def read_notifications(
    session: AsyncSession, person_id: int, rows: Sequence[AnyRow]
) -> dict[int, Fields]:
    """Say what was added, as it looks today, and how many are unread now."""
    added = [row.seq for row in rows if row.kind == ADDED]
    seen = {notice.seq: notice for notice in await find_by_seq(session, person_id, added)} if added else {}
    unread = await find_unread(session, person_id)
    counts = {"unread_notifications": unread.count, "unread_ids": [str(key) for key in unread.ids]}

    def fields_of(seq: int) -> Fields:
        def fields(reading: Reading) -> dict[str, Any]:
            notice = seen.get(seq)
            return counts | ({"notification": notification_out(notice, reading)} if notice else {})

        return fields

    return {row.seq: fields_of(row.seq) for row in rows}


register(read_notifications, ADDED, READ)
