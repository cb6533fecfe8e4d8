"""The JSON of rooms, topics, messages and events: the same on the API and the socket (DESIGN, section 5)."""

from datetime import datetime
from typing import Annotated

import msgspec

from balkancluster.members.marks import Mark
from balkancluster.realtime.protocol import Identifier, Seq
from balkancluster.rooms.posting import Posted
from balkancluster.rooms.views import EventView, MessageView, RoomView, TopicView


class PersonOut(msgspec.Struct):
    """Somebody, by id and name as written."""

    id: str
    name: str


class MessageOut(msgspec.Struct, omit_defaults=True):
    """A message as it stands today; `body` and `html` are null once it was removed."""

    id: str
    client_id: str
    topic: str
    reply_to: str | None
    rev: int
    body: str | None
    lang: str
    html: str | None
    seq: int
    at: datetime
    author: PersonOut
    removed: bool = False


class TopicOut(msgspec.Struct):
    """A topic with its newest event, what is unread, and the read mark."""

    id: str
    title: str
    lang: str
    last_seq: int
    unread: int
    read: int


class RoomOut(msgspec.Struct):
    """A room of one's own."""

    id: str
    name: str
    kind: str
    head: int
    epoch: str
    unread: int


class EventOut(msgspec.Struct, omit_defaults=True):
    """One event of a room's log; `message`, `topic` and `person` only where the kind has one."""

    seq: int
    kind: str
    at: datetime
    actor: PersonOut | None
    message: MessageOut | None = None
    topic: TopicOut | None = None
    person: PersonOut | None = None


class RoomsOut(msgspec.Struct):
    """One's own rooms."""

    items: list[RoomOut]


class TopicsOut(msgspec.Struct):
    """The topics of a room, the newest talk first."""

    items: list[TopicOut]


class MessagesOut(msgspec.Struct):
    """Messages, the newest first."""

    items: list[MessageOut]


class EventsOut(msgspec.Struct):
    """A part of a log: everything after the number that was asked for, up to the limit."""

    epoch: str
    head: int
    events: list[EventOut]


class PostedOut(msgspec.Struct):
    """Where a message now is; `duplicate` marks the answer to a repeated post."""

    seq: int
    id: str
    epoch: str
    topic: str
    duplicate: bool


class EditedOut(msgspec.Struct):
    """The revision after an edit."""

    rev: int


class NewTopic(msgspec.Struct, forbid_unknown_fields=True):
    """A topic to open."""

    title: str


class NewMessage(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A message to post: into `topic`, into a `new_topic`, or into the room's first topic."""

    client_id: str
    body: str
    topic: Identifier | None = None
    new_topic: NewTopic | None = None
    reply_to: Identifier | None = None


class EditedMessage(msgspec.Struct, forbid_unknown_fields=True):
    """Other words for a message, and the revision they replace."""

    body: str
    rev: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class ReadUpTo(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How far one has read, in one topic or in all."""

    seq: Seq
    topic: Identifier | None = None


class HistoryQuery(msgspec.Struct, forbid_unknown_fields=True):
    """Which messages: those before a number, newest first."""

    before: Seq | None = None
    topic: Identifier | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


def person_out(mark: Mark) -> PersonOut:
    """Return somebody as JSON; who has left keeps no name."""
    return PersonOut(str(mark.id), "" if mark.is_former else mark.name)


def message_out(message: MessageView, html: str | None) -> MessageOut:
    """Return a message as JSON, with the HTML made for its reader."""
    return MessageOut(
        id=message.id,
        client_id=message.client_id,
        topic=str(message.topic_id),
        reply_to=message.reply.id if message.reply else None,
        rev=message.rev,
        body=message.body,
        lang=message.lang,
        html=None if message.is_removed else html,
        seq=message.seq,
        at=message.posted_at,
        author=person_out(message.author),
        removed=message.is_removed,
    )


def topic_out(topic: TopicView) -> TopicOut:
    """Return a topic as JSON."""
    return TopicOut(str(topic.id), topic.title, topic.lang, topic.last_seq, topic.unread, topic.read)


def room_out(room: RoomView) -> RoomOut:
    """Return a room as JSON."""
    return RoomOut(str(room.id), room.name, room.kind, room.head, room.epoch, room.unread)


def posted_out(posted: Posted) -> PostedOut:
    """Return the answer to a post as JSON."""
    return PostedOut(posted.seq, posted.id, posted.epoch, str(posted.topic_id), posted.duplicate)


def event_out(event: EventView, html: str | None) -> EventOut:
    """Return an event as JSON, with the HTML of its message made for its reader."""
    return EventOut(
        seq=event.seq,
        kind=event.kind,
        at=event.at,
        actor=person_out(event.actor) if event.actor else None,
        message=message_out(event.message, html) if event.message else None,
        topic=topic_out(event.topic) if event.topic else None,
        person=person_out(event.person) if event.person else None,
    )
