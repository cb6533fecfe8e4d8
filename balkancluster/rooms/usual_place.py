"""Where nearly every message goes: an open topic of one's own room, asked for a whole batch at once."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from balkancluster.database import fetch, is_sqlite
from balkancluster.given import as_parameter, given
from balkancluster.rooms.models import (
    ALL,
    DIRECT,
    FOLLOWED,
    Membership,
    Message,
    Room,
    RoomLevel,
    Topic,
    TopicLevel,
)


class NewMessage(NamedTuple):
    """Who wants to say something where. Without a topic it goes to the room's first."""

    person_id: int
    room_id: int
    topic_id: int | None
    client_id: str
    reply_to: str | None


class UsualPlace(NamedTuple):
    """A topic that takes words, and the key that the new message gets there.

    `is_listened` says that somebody is told of everything said there; `reply_key` and `answers` are the
    message that is answered and who said it.
    """

    topic_id: int
    is_listened: bool
    is_direct: bool = False
    key: int | None = None
    reply_key: int | None = None
    answers: int | None = None


async def find_usual_places(
    session: AsyncSession, asked: Sequence[NewMessage]
) -> Mapping[NewMessage, UsualPlace]:
    """Return the place for each new message of a member: the topic that is named, or the room's first.

    Nothing for everything else, an archived room, a closed topic, a repeated message, a stranger, the answer
    to what is not there: what it is, and whether it is refused, is then asked one by one.
    """
    numbered = ({"number": number, **one._asdict()} for number, one in enumerate(asked))
    rows = await fetch(session, _usual_places(is_sqlite(session)), given=as_parameter(numbered))
    return {
        asked[row.number]: UsualPlace(
            topic_id=row.id,
            is_listened=bool(row.is_listened),
            is_direct=row.kind == DIRECT,
            key=row.key,
            reply_key=row.reply_key,
            answers=row.answers,
        )
        for row in rows
    }


def is_listened_to() -> ColumnElement[bool]:
    """Return the condition that somebody follows a topic, or wants to be told of everything in its room."""
    follows = exists().where(TopicLevel.topic_id == Topic.id, TopicLevel.level == FOLLOWED)
    hears_all = exists().where(RoomLevel.room_id == Topic.room_id, RoomLevel.level == ALL)
    return or_(follows.correlate(Topic), hears_all.correlate(Topic))


_COLUMNS: dict[str, Any] = {
    "number": Integer(),
    "person_id": BigInteger(),
    "room_id": BigInteger(),
    "topic_id": BigInteger(),
    "client_id": String(),
    "reply_to": String(),
}


@cache
def _usual_places(for_sqlite: bool) -> Select[*tuple[Any, ...]]:
    messages = given(for_sqlite, **_COLUMNS)
    asked = messages.columns
    same, answered, company, made = aliased(Message), aliased(Message), aliased(Membership), aliased(Topic)
    first = select(made.id).where(made.room_id == Membership.room_id, made.is_first).limit(1)
    others = select(func.count()).select_from(company).where(company.room_id == Room.id)
    return (
        select(
            asked["number"].label("number"),
            Topic.id,
            Room.kind,
            is_listened_to().label("is_listened"),
            answered.key.label("reply_key"),
            answered.author_id.label("answers"),
            _next_key(asked, for_sqlite).label("key"),
        )
        .select_from(messages.source)
        .join(
            Membership,
            (Membership.room_id == asked["room_id"]) & (Membership.person_id == asked["person_id"]),
        )
        .join(Room, Room.id == Membership.room_id)
        .join(Topic, Topic.id == func.coalesce(asked["topic_id"], first.scalar_subquery()))
        .outerjoin(
            same,
            (same.author_id == Membership.person_id)
            & (same.posted_in == Membership.room_id)
            & (same.client_id == asked["client_id"]),
        )
        .outerjoin(answered, (answered.id == asked["reply_to"]) & (answered.room_id == Room.id))
        .where(Topic.room_id == Room.id, Topic.closed_at.is_(None), Room.archived_at.is_(None))
        .where(or_(Room.kind != DIRECT, others.scalar_subquery() > 1))
        .where(same.key.is_(None), or_(asked["reply_to"].is_(None), answered.key.is_not(None)))
    )


def _next_key(asked: Mapping[str, ColumnElement[Any]], for_sqlite: bool) -> ColumnElement[int]:
    """Return a key that no message has: on SQLite one after the newest, for nobody else writes meanwhile."""
    if for_sqlite:
        newest = select(func.coalesce(func.max(Message.key), 0)).scalar_subquery()
        return newest + 1 + asked["number"]
    sequence: ColumnElement[int] = func.nextval(
        func.pg_get_serial_sequence("message", "key"), type_=BigInteger
    )
    return sequence
