"""The JSON of rooms, topics, messages and events: the same on the API and the socket (DESIGN, section 5)."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from balkancluster.files.api import FileOut, file_out
from balkancluster.members.marks import Mark
from balkancluster.realtime.frames import ServerFrame
from balkancluster.realtime.protocol import Identifier, Seq
from balkancluster.rooms.posting import Posted
from balkancluster.rooms.views import EventView, MessageView, ReactionView, RoomView, TopicView


class PersonOut(msgspec.Struct):
    """Somebody, by id and name as written."""

    id: str
    name: str


class ReactionOut(msgspec.Struct):
    """An emoji on a message: how many people put it there, and at most 50 of them, who came first."""

    emoji: str
    count: int
    people: list[PersonOut]


class MessageOut(msgspec.Struct, omit_defaults=True):
    """A message as it stands today; `body` and `html` are null once it was removed.

    They are null too in the log of a room that its topic was moved away from, with `moved`.
    """

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
    pinned: bool = False
    reactions: list[ReactionOut] = msgspec.field(default_factory=list)
    moved: bool = False
    files: list[FileOut] = msgspec.field(default_factory=list)


class TopicOut(msgspec.Struct, omit_defaults=True):
    """A topic with its newest event, what is unread, and the read mark; `level` where I follow or mute it."""

    id: str
    title: str
    lang: str
    last_seq: int
    unread: int
    read: int
    level: str = ""
    closed: bool = False
    moved: bool = False


class RoomOut(msgspec.Struct, omit_defaults=True):
    """A room of one's own; `muted` are the topics I muted, of which only what names me counts as unread.

    `unread`, and of it `for_me` that names me, are what there is up to `head`.
    """

    id: str
    name: str
    kind: str
    head: int
    epoch: str
    unread: int
    archived: bool = False
    muted: tuple[str, ...] = ()
    for_me: int = 0


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


class EventsFrame(ServerFrame, tag="events"):
    """News of a room on the socket: one event or several, in order."""

    room: str
    epoch: str
    events: list[EventOut]


class PostedOut(msgspec.Struct, omit_defaults=True):
    """Where a message now is; `duplicate` marks the answer to a repeated post.

    `room` is only there when the topic was moved to another one since.
    """

    seq: int
    id: str
    epoch: str
    topic: str
    duplicate: bool
    room: str | None = None


class EditedOut(msgspec.Struct):
    """The revision after an edit."""

    rev: int


class NewTopic(msgspec.Struct, forbid_unknown_fields=True):
    """A topic to open."""

    title: str


class NewMessage(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A message to post, into `topic`, a `new_topic` or the room's first topic, with `files` sent before."""

    client_id: str
    body: str
    topic: Identifier | None = None
    new_topic: NewTopic | None = None
    reply_to: Identifier | None = None
    files: list[str] = []


class EditedMessage(msgspec.Struct, forbid_unknown_fields=True):
    """Other words for a message, and the revision they replace; `files` are the ids of those that stay."""

    body: str
    rev: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    files: list[str] | None = None


class ReadUpTo(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How far one has read, in one topic or in all."""

    seq: Seq
    topic: Identifier | None = None


class ChangedTopic(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change of a topic: its title, whether it is closed, or both."""

    title: str | None = None
    closed: bool | None = None


class OtherRoom(msgspec.Struct, forbid_unknown_fields=True):
    """Where a topic goes."""

    room: Identifier


class WantedLevel(msgspec.Struct, forbid_unknown_fields=True):
    """How much of a topic one wants to hear."""

    level: Literal["followed", "muted", "normal"]


class WantedRoomLevel(msgspec.Struct, forbid_unknown_fields=True):
    """What of a room one wants to be told: everything, what names one, or nothing."""

    level: Literal["all", "mentions", "nothing"]


class ChangedRoom(msgspec.Struct, forbid_unknown_fields=True):
    """What to change of a room."""

    archived: bool


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
        html=None if message.is_removed or message.is_moved else html,
        seq=message.seq,
        at=message.posted_at,
        author=person_out(message.author),
        removed=message.is_removed,
        pinned=message.is_pinned,
        reactions=[_reaction_out(reaction) for reaction in message.reactions],
        moved=message.is_moved,
        files=[file_out(file) for file in message.files],
    )


def _reaction_out(reaction: ReactionView) -> ReactionOut:
    return ReactionOut(reaction.emoji, reaction.count, [person_out(mark) for mark in reaction.people])


def topic_out(topic: TopicView) -> TopicOut:
    """Return a topic as JSON."""
    return TopicOut(
        id=str(topic.id),
        title=topic.title,
        lang=topic.lang,
        last_seq=topic.last_seq,
        unread=topic.unread,
        read=topic.read,
        level=topic.level,
        closed=topic.is_closed,
        moved=topic.is_moved,
    )


def room_out(room: RoomView) -> RoomOut:
    """Return a room as JSON."""
    return RoomOut(
        id=str(room.id),
        name=room.name,
        kind=room.kind,
        head=room.head,
        epoch=room.epoch,
        unread=room.unread,
        archived=room.is_archived,
        muted=tuple(str(topic) for topic in room.muted),
        for_me=room.for_me,
    )


def posted_out(posted: Posted, room_id: int) -> PostedOut:
    """Return the answer to a post into a room as JSON."""
    room = None if posted.room_id == room_id else str(posted.room_id)
    return PostedOut(posted.seq, posted.id, posted.epoch, str(posted.topic_id), posted.duplicate, room)


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
