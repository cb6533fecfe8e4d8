"""What a reader sees of a room, as plain values: the page, the socket and the API show the same ones."""

from dataclasses import dataclass
from datetime import datetime

from balkancluster.files.views import FileView
from balkancluster.members.marks import Mark
from balkancluster.rooms.former import without_names
from balkancluster.rooms.models import MUTED


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that another one answers, as it stands today; `excerpt` is empty once it was removed.

    Of a message in another room, where not every reader may be, only the id is told: it has no author here.
    """

    id: str
    author: Mark | None
    excerpt: str
    lang: str


@dataclass(frozen=True, slots=True)
class ReactionView:
    """An emoji on a message: how many people put it there, and those who came first."""

    emoji: str
    people: tuple[Mark, ...]
    count: int


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it stands today. `body` and `html` are None once it was removed.

    A plain value that can be compared and hashed: what is shown of a message is a function of it and of the
    reader's locale. The words are None too, with `is_moved`, in the log of a room that its topic was moved
    away from.

    `former` are people named in it who have left: pages print `html_calling`, which does not name them.
    """

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
    former: frozenset[int] = frozenset()
    reactions: tuple[ReactionView, ...] = ()
    is_pinned: bool = False
    is_moved: bool = False
    files: tuple[FileView, ...] = ()

    def html_calling(self, former_member: str) -> str:
        """Return the HTML with these words for people who have left."""
        return without_names(self.html or "", self.former, former_member)

    @property
    def author_id(self) -> int:
        """Return who said it."""
        return self.author.id

    @property
    def is_removed(self) -> bool:
        """Whether only the tombstone is left."""
        return self.removed_at is not None

    @property
    def file_names(self) -> str:
        """Return the names of its files in one line: what stands for its words where it has none."""
        return ", ".join(file.name for file in self.files)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The first words of a message, for who has not read it yet."""

    id: str
    author: Mark
    posted_at: datetime
    excerpt: str
    lang: str
    is_for_me: bool


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic in the list of its room; `excerpt` is of its newest message.

    `is_moved` marks what the log of a room says of a topic that is in another one now: nothing but its id.
    """

    id: int
    room_id: int
    title: str
    lang: str
    is_first: bool
    last_seq: int
    is_closed: bool = False
    level: str = ""
    is_moved: bool = False
    unread: int = 0
    for_me: int = 0
    read: int = 0
    last_at: datetime | None = None
    last_author: Mark | None = None
    excerpt: str = ""
    excerpt_lang: str = ""

    @property
    def counted(self) -> int:
        """Return what counts as new: of a muted topic only what names the reader."""
        return self.for_me if self.level == MUTED else self.unread


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room in a reader's list. A direct room is named after the other people in it.

    `lang` is the tag of the name as shown: the reader's own, or another one where theirs is missing. `muted`
    are the topics of which the reader wants to hear only by name.
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
    is_archived: bool = False
    muted: tuple[int, ...] = ()

    @property
    def is_deserted(self) -> bool:
        """Whether the other person of a direct room has left the network."""
        return bool(self.people) and all(person.is_former for person in self.people)


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
