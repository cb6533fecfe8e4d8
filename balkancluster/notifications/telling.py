"""Telling people of something: a row and an event of their own stream, in the transaction that caused it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, insert

from balkancluster.notifications.models import DIRECT, MAIL, MENTION, REPLY, Delivery, Notification
from balkancluster.realtime.transaction import Rows, Transaction

ADDED = "notification.added"
READ = "notification.read"

MAILED = (MENTION, REPLY, DIRECT)
"""Kinds that leave by mail when nobody looks; decisions about people have letters of their own."""

UNSEEN = timedelta(minutes=10)
"""How long something stays unseen before it is to leave by mail."""

_INSERT = insert(cast(Table, Notification.__table__))
_DELIVER = insert(cast(Table, Delivery.__table__))


@dataclass(frozen=True, slots=True)
class Cause:
    """What happened, by ids. `source` is stream and number of its event, where it is one of a stream."""

    actor_id: int | None
    source: tuple[int, int] | None = None
    room_id: int | None = None
    topic_id: int | None = None
    message_key: int | None = None
    organisation_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


def notify(
    transaction: Transaction, person_id: int, kind: str, cause: Cause, *, once: Hashable = None
) -> None:
    """Tell a person. Nothing happens to who caused it; `once` is as in `Transaction.tell`."""
    if person_id == cause.actor_id:
        return
    values = {
        "person_id": person_id,
        "kind": kind,
        "actor_id": cause.actor_id,
        "room_id": cause.room_id,
        "topic_id": cause.topic_id,
        "message_key": cause.message_key,
        "organisation_id": cause.organisation_id,
        "details": cause.details,
        "created_at": transaction.at,
    }

    def rows(seq: int) -> Rows:
        stream, number = cause.source or (person_id, seq)
        yield _INSERT, values | {"seq": seq, "source_stream": stream, "source_seq": number}
        if kind in MAILED:
            due = {"channel": MAIL, "due_at": transaction.at + UNSEEN}
            yield _DELIVER, {"person_id": person_id, "seq": seq} | due

    transaction.tell(
        person_id,
        ADDED,
        rows=rows,
        once=once,
        actor_id=cause.actor_id,
        message_key=cause.message_key,
        topic_id=cause.topic_id,
    )
