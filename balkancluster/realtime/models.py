"""The tables of the log: a stream is a room or a person, an event is one thing that lasts in it."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key

ROOM = "room"
PERSON = "person"


def new_epoch() -> str:
    """Return a name for one life of a stream; a restore from a backup gives every stream a new one."""
    return secrets.token_hex(4)


class Stream(Base):
    """The counter row of one log: `head` is the number of its newest event.

    Numbers come from this row and nowhere else, raised in the transaction that inserts the events, so that
    commit order, number order and visibility order are one.
    """

    __tablename__ = "stream"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    epoch: Mapped[str] = mapped_column(default=new_epoch)
    head: Mapped[int] = mapped_column(default=0)


class Event(Base):
    """What happened, as kind and ids only.

    Texts are joined when the log is read, so that a removed text never returns.
    """

    __tablename__ = "event"

    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("stream.id"))
    message_key: Mapped[int | None]
    topic_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("stream.id"))
