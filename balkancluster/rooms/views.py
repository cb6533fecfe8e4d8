"""What a reader sees of a room, as plain values: the page, the socket and the API show the same ones."""

from dataclasses import dataclass
from datetime import datetime

from balkancluster.members.marks import Mark


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that another one answers, as it stands today; `excerpt` is empty once it was removed."""

    id: str
    author: Mark
    excerpt: str
    lang: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it stands today. `body` and `html` are None once it was removed."""

    id: str
    seq: int
    client_id: str
    room_id: int
    topic_id: int
    author: Mark
    posted_at: datetime
    rev: int
    body: str | None
    html: str | None
    lang: str
    edited_at: datetime | None
    removed_at: datetime | None
    reply: Quote | None
    mentions: frozenset[int]

    @property
    def author_id(self) -> int:
        """Return who said it."""
        return self.author.id

    @property
    def is_removed(self) -> bool:
        """Whether only the tombstone is left."""
        return self.removed_at is not None


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic in the list of its room; `excerpt` is of its newest message."""

    id: int
    room_id: int
    title: str
    lang: str
    is_first: bool
    last_seq: int
    unread: int = 0
    for_me: int = 0
    read: int = 0
    last_at: datetime | None = None
    last_author: Mark | None = None
    excerpt: str = ""
    excerpt_lang: str = ""


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room in a reader's list. A direct room is named after the other people in it.

    `lang` is the tag of the name as shown: the reader's own, or another one where theirs is missing.
    """

    id: int
    kind: str
    name: str
    lang: str
    purpose: str
    head: int
    epoch: str
    role: str | None
    members: int
    unread: int = 0
    for_me: int = 0
    people: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of a room's log with what it says today."""

    seq: int
    kind: str
    at: datetime
    actor: Mark | None
    message: MessageView | None = None
    topic: TopicView | None = None
    person: Mark | None = None
