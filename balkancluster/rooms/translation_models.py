"""The tables of what readers want translated without asking each time: a topic, or a whole room."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base


class AlwaysTopic(Base):
    """A topic that a person wants to read in their own language."""

    __tablename__ = "always_translated_topic"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)


class AlwaysRoom(Base):
    """A room that a person wants to read in their own language, all of its topics."""

    __tablename__ = "always_translated_room"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)
