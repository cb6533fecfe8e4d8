"""Messages and topics that somebody looks for, by their keys: only what the reader may see now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import fetch
from balkancluster.files.claiming import read_files
from balkancluster.files.views import FileView
from balkancluster.rooms import markdown
from balkancluster.rooms.former import without_names
from balkancluster.rooms.messages import COLUMNS, make_views
from balkancluster.rooms.models import OPEN, Membership, Message, MessageFile, Room, Topic
from balkancluster.rooms.views import MessageView

WHOLE = 1_000_000

_MESSAGES = (
    select(*COLUMNS, Topic.title.label("title"), Topic.lang.label("title_lang"))
    .join(Topic, Topic.id == Message.topic_id)
    .join(Membership, Membership.room_id == Message.room_id)
    .where(Message.key.in_(bindparam("keys", expanding=True)), Message.removed_at.is_(None))
    .where(Membership.person_id == bindparam("person_id"))
)
_IS_MINE = (
    select(Membership.person_id)
    .where(Membership.room_id == Room.id, Membership.person_id == bindparam("person_id"))
    .exists()
)
_TOPICS = (
    select(Topic.id, Topic.room_id, Topic.title, Topic.lang, Topic.opened_at, _IS_MINE.label("is_mine"))
    .join(Room, Room.id == Topic.room_id)
    .where(Topic.id.in_(bindparam("keys", expanding=True)), Topic.title != "")
    .where(or_(_IS_MINE, (Room.kind == OPEN) & Room.archived_at.is_(None)))
)
_BODIES = (
    select(Message.body)
    .join(Membership, Membership.room_id == Message.room_id)
    .where(Message.key.in_(bindparam("keys", expanding=True)), Message.removed_at.is_(None))
    .where(Membership.person_id == bindparam("person_id"))
)
_FILES = (
    select(
        MessageFile.file_id,
        Message.id.label("message_id"),
        Message.room_id,
        Message.topic_id,
        Message.posted_at,
        Topic.title,
        Topic.lang,
    )
    .join(Message, Message.key == MessageFile.message_key)
    .join(Topic, Topic.id == Message.topic_id)
    .join(Membership, Membership.room_id == Message.room_id)
    .where(MessageFile.file_id.in_(bindparam("ids", expanding=True)), Message.removed_at.is_(None))
    .where(Membership.person_id == bindparam("person_id"))
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a message of one of the reader's rooms carries; `title` is its topic's."""

    file: FileView
    message_id: str
    room_id: int
    topic_id: int
    posted_at: datetime
    title: str
    title_lang: str


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message of one of the reader's rooms; `text` is what it says without markup, `title` its topic's."""

    key: int
    view: MessageView
    text: str
    title: str
    title_lang: str


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic of one of the reader's rooms, or, where `is_mine` is not so, of an open room they may join."""

    id: int
    room_id: int
    title: str
    lang: str
    is_mine: bool


async def read_found_messages(
    session: AsyncSession, actor: Actor, keys: Collection[int]
) -> list[FoundMessage]:
    """Return those messages that stand in rooms of the actor, in the order of the keys."""
    rows = await fetch(session, _MESSAGES, keys=list(keys), person_id=actor.id) if keys else []
    views = await make_views(session, rows)
    found = {
        row.key: FoundMessage(row.key, view, _text(view), row.title, row.title_lang)
        for row, view in zip(rows, views, strict=True)
    }
    return [found[key] for key in keys if key in found]


async def read_found_files(session: AsyncSession, actor: Actor, ids: Collection[str]) -> list[FoundFile]:
    """Return those files that messages in rooms of the actor carry, in the order of the ids."""
    rows = await fetch(session, _FILES, ids=list(ids), person_id=actor.id) if ids else []
    files = await read_files(session, [row.file_id for row in rows]) if rows else {}
    found = {row.file_id: FoundFile(files[row.file_id], *row[1:]) for row in rows if row.file_id in files}
    return [found[file_id] for file_id in ids if file_id in found]


async def read_bodies(session: AsyncSession, actor: Actor, keys: Collection[int]) -> list[str]:
    """Return what those messages say that stand in rooms of the actor."""
    rows = await fetch(session, _BODIES, keys=list(keys), person_id=actor.id) if keys else []
    return [row.body for row in rows if row.body]


async def read_found_topics(session: AsyncSession, actor: Actor, keys: Collection[int]) -> list[FoundTopic]:
    """Return those topics that the actor may read, or could after joining, in the order of the keys."""
    rows = await fetch(session, _TOPICS, keys=list(keys), person_id=actor.id) if keys else []
    found = {row.id: FoundTopic(row.id, row.room_id, row.title, row.lang, row.is_mine) for row in rows}
    return [found[key] for key in keys if key in found]


def _text(view: MessageView) -> str:
    return markdown.excerpt(without_names(view.html or "", view.former), WHOLE)
