"""How far people have read topics, asked for a whole batch of marks at once, and written in one go."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import BigInteger, Executable, Select, Table, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch, is_sqlite
from balkancluster.given import as_parameter, given
from balkancluster.notifications.models import Notification
from balkancluster.realtime.models import Stream
from balkancluster.rooms.models import Membership, ReadMark, Topic
from balkancluster.rooms.unread import READ


class Reading(NamedTuple):
    """Who reads which topic, in the room that they see it in."""

    person_id: int
    room_id: int
    topic_id: int


async def find_readings(session: AsyncSession, asked: Sequence[Reading]) -> Mapping[Reading, AnyRow]:
    """Return for each how far it is read and how far it goes; nothing where the person or the topic is not.

    The topics are held where they are until the marks are written: a move takes them for itself first, so
    that a mark can never be written with the numbers of a room that the topic has left. Posting does not wait
    for this, nor this for posting.
    """
    numbered = ({"number": number, **one._asdict()} for number, one in enumerate(asked))
    rows = await fetch(session, _readings(is_sqlite(session)), given=as_parameter(numbered))
    return {asked[row.number]: row for row in rows}


_IS_TOLD = (
    select(Notification.id)
    .where(Notification.person_id == Membership.person_id, Notification.topic_id == Topic.id)
    .where(Notification.read_at.is_(None))
    .correlate(Topic, Membership)
    .exists()
)

COLUMNS = (
    Topic.id,
    Topic.room_id,
    Topic.last_seq,
    Stream.head,
    READ.label("read"),
    _IS_TOLD.label("is_told"),
)
"""What is known of a topic that somebody reads: how far it goes, how far it is read, if a notice is open."""


@cache
def _readings(for_sqlite: bool) -> Select[*tuple[Any, ...]]:
    types = dict.fromkeys(("number", "person_id", "room_id", "topic_id"), BigInteger())
    readings = given(for_sqlite, **types)
    asked = readings.columns
    return (
        select(asked["number"].label("number"), *COLUMNS)
        .select_from(readings.source)
        .join(Topic, (Topic.id == asked["topic_id"]) & (Topic.room_id == asked["room_id"]))
        .join(Stream, Stream.id == Topic.room_id)
        .join(
            Membership,
            (Membership.room_id == Topic.room_id) & (Membership.person_id == asked["person_id"]),
        )
        .outerjoin(ReadMark, (ReadMark.topic_id == Topic.id) & (ReadMark.person_id == Membership.person_id))
        .with_for_update(read=True, key_share=True, of=Topic)
    )


@cache
def raise_mark(for_sqlite: bool) -> Executable:
    """Return the statement that writes a mark, or raises one that is there; a lower one changes nothing."""
    insert = sqlite_insert if for_sqlite else postgresql_insert
    table = cast(Table, ReadMark.__table__)
    statement = insert(table)
    wanted = statement.excluded.seq
    keys = [table.c.person_id, table.c.topic_id]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={"seq": wanted}, where=table.c.seq < wanted
    )
