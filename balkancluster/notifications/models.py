"""The tables of notifications: what a person was told of, and what of it still has to leave by mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key

MENTION = "mention"
REPLY = "reply"
DIRECT = "direct"
TOPIC = "topic"
ROOM = "room"
INVITATION = "invitation"
CLAIM = "claim"
REMOVAL = "removal"
ROLE = "role"

GATHERED = (DIRECT, TOPIC, ROOM)
"""Kinds of which one stands for everything unread of its topic, so that a busy talk tells of itself once."""

MAIL = "mail"


class Notification(Base):
    """Something that a person was told of: kind and ids, never a sentence.

    `seq` is the number of the event `notification.added` in the person's own stream. `source_stream` and
    `source_seq` name the event that caused it, so that nobody is told of one event twice; what has no event
    of its own names itself. `details` holds codes. Whether it is still to be seen is asked of the feature
    that told it (`showing.py`): what was removed since, or is out of reach, is neither listed nor counted.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("person_id", "seq"),
        UniqueConstraint("person_id", "source_stream", "source_seq"),
        Index("ix_notification_topic_person", "topic_id", "person_id"),
        Index("ix_notification_message", "message_key"),
        Index(
            "ix_notification_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seq: Mapped[int]
    kind: Mapped[str]
    source_stream: Mapped[int] = mapped_column(ForeignKey("stream.id"))
    source_seq: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    room_id: Mapped[int | None]
    topic_id: Mapped[int | None]
    message_key: Mapped[int | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Delivery(Base):
    """A notification that is to leave by a channel unless it is seen before: one row for each, ever.

    It is written in the transaction of its cause. `outcome` says what became of it once `settled_at` is set:
    mailed, seen, covered by a letter sent before, or unwanted.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index(
            "ix_delivery_due",
            "due_at",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
