"""The tables of talk: rooms, their texts, topics, memberships, messages, and what people make of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from balkancluster.database import Base, Key

OPEN = "open"
PRIVATE = "private"
DIRECT = "direct"
KINDS = (OPEN, PRIVATE, DIRECT)

ALL = "all"
MENTIONS = "mentions"
NOTHING = "nothing"

FOLLOWED = "followed"
MUTED = "muted"

MEMBER = "member"
MODERATOR = "moderator"


class Room(Base):
    """A place to talk; the id is that of its stream.

    Open rooms can be joined by every member of the network, private ones by invitation. A direct room belongs
    to the people in it for good; `pair` names them, so that two people have one. An archived room can only be
    read.
    """

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str]
    pair: Mapped[str | None] = mapped_column(unique=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class RoomText(Base):
    """A room's name and purpose in one language and script."""

    __tablename__ = "room_text"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    locale: Mapped[str] = mapped_column(primary_key=True)
    script: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_fold: Mapped[str]
    purpose: Mapped[str]


class Topic(Base):
    """A titled conversation in a room; the first one of a direct room has no title.

    `last_seq` is the number of the newest event of the topic in its room's log; what people make of a message
    (reactions, pins) does not count, so that a topic rises by talk alone. A closed topic takes no
    messages.
    """

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    is_first: Mapped[bool]
    title: Mapped[str]
    lang: Mapped[str]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    last_seq: Mapped[int]
    closed_at: Mapped[datetime | None]


class Membership(Base):
    """Who is in a room now; the log knows who was.

    Messages up to `joined_seq` are never counted as unread.
    """

    __tablename__ = "membership"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[str]
    joined_at: Mapped[datetime]
    joined_seq: Mapped[int]


class Message(Base):
    """What somebody said. `id` never changes; `room_id`, `topic_id` and `seq` follow a move of the topic.

    `posted_in` is the room it was first posted to: with author and `client_id` it makes a repeated post the
    same message. `digest` tells a true repeat from another text under the same id. After a removal `body`,
    `html` and `digest` are empty and only the tombstone stays. `search_text` and `fold_version` belong to
    versions before the text index, which has tables of its own.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("author_id", "posted_in", "client_id"),
        Index("ix_message_topic_seq", "topic_id", "seq"),
        Index("ix_message_room_seq", "room_id", "seq"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    seq: Mapped[int]
    posted_in: Mapped[int] = mapped_column(ForeignKey("room.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    client_id: Mapped[str]
    digest: Mapped[str]
    body: Mapped[str | None]
    html: Mapped[str | None]
    lang: Mapped[str]
    script: Mapped[str]
    rev: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    reply_to: Mapped[int | None] = mapped_column(ForeignKey("message.key"))
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    search_text: Mapped[str]
    fold_version: Mapped[int]


class Mention(Base):
    """A person named in a message, by id, so that a changed name never breaks it."""

    __tablename__ = "mention"

    message_key: Mapped[int] = mapped_column(ForeignKey("message.key"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class MessageFile(Base):
    """A file that a message carries; one file belongs to one message, and goes when that is removed."""

    __tablename__ = "message_file"

    message_key: Mapped[int] = mapped_column(ForeignKey("message.key"), primary_key=True)
    file_id: Mapped[str] = mapped_column(ForeignKey("file.id"), primary_key=True, unique=True)
    position: Mapped[int]


class Reaction(Base):
    """An emoji that a person put to a message; it goes when the message is removed."""

    __tablename__ = "reaction"

    message_key: Mapped[int] = mapped_column(ForeignKey("message.key"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    emoji: Mapped[str] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]


class Pin(Base):
    """A message that who runs the room keeps in sight; it goes when the message is removed."""

    __tablename__ = "pin"

    message_key: Mapped[int] = mapped_column(ForeignKey("message.key"), primary_key=True)
    pinned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    pinned_at: Mapped[datetime]


class TopicLevel(Base):
    """How much of a topic a person wants to hear: followed or muted; most topics are neither."""

    __tablename__ = "topic_level"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)
    level: Mapped[str]


class RoomLevel(Base):
    """How much of a room a person is told of: everything or nothing; without a row, what names them."""

    __tablename__ = "room_level"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)
    level: Mapped[str]


class ReadMark(Base):
    """How far a person has read a topic; it only grows."""

    __tablename__ = "read_mark"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    seq: Mapped[int]
