"""What can be found of rooms: messages by words, topics by title, files by name; and where, by marks."""

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.files.models import File
from balkancluster.i18n.tags import split_tag
from balkancluster.rooms.models import Message, MessageFile, Topic
from balkancluster.textindex.entries import Entry, Folded, fold_text, mark_of
from balkancluster.textindex.filling import Sources
from balkancluster.textindex.indexes import FILES, MESSAGES, TOPICS
from balkancluster.textindex.writing import index_texts

ROOM = "room"
TOPIC = "topic"
AUTHOR = "by"
LANGUAGE = "lang"
HAS_LINK = "_has_link"
HAS_FILE = "_has_file"

AT_ONCE = 500


def message_entry(
    key: int,
    text: Folded,
    *,
    room_id: int,
    topic_id: int,
    author_id: int,
    html: str,
    lang: str,
    has_files: bool = False,
) -> Entry:
    """Return what a message is found by."""
    marks = [mark_of(ROOM, room_id), mark_of(TOPIC, topic_id), mark_of(AUTHOR, author_id)]
    marks.append(mark_of(LANGUAGE, split_tag(lang)[0]))
    if "<a href" in html:
        marks.append(HAS_LINK)
    if has_files:
        marks.append(HAS_FILE)
    return Entry(key, text, tuple(marks))


def file_entry(file_id: str, name: str, *, room_id: int, topic_id: int, author_id: int) -> Entry:
    """Return what a file of a message is found by."""
    marks = (mark_of(ROOM, room_id), mark_of(TOPIC, topic_id), mark_of(AUTHOR, author_id), HAS_FILE)
    return Entry(file_id, fold_text(name), marks)


def topic_entry(topic_id: int, title: str, room_id: int) -> Entry:
    """Return what a topic is found by."""
    return Entry(topic_id, fold_text(title), (mark_of(ROOM, room_id),))


_COLUMNS = (
    Message.key,
    Message.body,
    Message.html,
    Message.lang,
    Message.room_id,
    Message.topic_id,
    Message.author_id,
    exists().where(MessageFile.message_key == Message.key).correlate(Message).label("has_files"),
)
_FILES = (
    select(MessageFile.file_id, File.name, Message.room_id, Message.topic_id, Message.author_id)
    .join(File, File.id == MessageFile.file_id)
    .join(Message, Message.key == MessageFile.message_key)
)
_FILES_OF = _FILES.where(MessageFile.message_key.in_(bindparam("keys", expanding=True)))
_FILES_AFTER = (
    _FILES.where(MessageFile.file_id > bindparam("place"))
    .order_by(MessageFile.file_id)
    .limit(bindparam("most"))
    .with_for_update(read=True, of=(MessageFile, Message))
)
_AFTER = (
    select(*_COLUMNS)
    .where(Message.key > bindparam("place"))
    .order_by(Message.key)
    .limit(bindparam("most"))
    .with_for_update(read=True)
)
_SAME = select(*_COLUMNS).where(
    Message.key.in_(bindparam("keys", expanding=True)), Message.removed_at.is_(None)
)
_TOPICS_AFTER = (
    select(Topic.id, Topic.title, Topic.room_id)
    .where(Topic.id > bindparam("place"))
    .order_by(Topic.id)
    .limit(bindparam("most"))
    .with_for_update(read=True)
)


def _entry_of(row: AnyRow) -> Entry:
    return message_entry(
        row.key,
        fold_text(row.body),
        room_id=row.room_id,
        topic_id=row.topic_id,
        author_id=row.author_id,
        html=row.html,
        lang=row.lang,
        has_files=row.has_files,
    )


def _file_entry_of(row: AnyRow) -> Entry:
    place = {"room_id": row.room_id, "topic_id": row.topic_id, "author_id": row.author_id}
    return file_entry(row.file_id, row.name, **place)


async def index_messages(session: AsyncSession, keys: Sequence[int]) -> None:
    """Index these messages anew with their files, as the tables have them within this transaction."""
    for start in range(0, len(keys), AT_ONCE):
        rows = await fetch(session, _SAME, keys=list(keys[start : start + AT_ONCE]))
        await index_texts(session, MESSAGES, [_entry_of(row) for row in rows])
        with_files = [row.key for row in rows if row.has_files]
        if with_files:
            files = await fetch(session, _FILES_OF, keys=with_files)
            await index_texts(session, FILES, [_file_entry_of(row) for row in files])


async def index_topic(session: AsyncSession, topic_id: int, title: str, room_id: int) -> None:
    """Let a topic be found by its title, in its room."""
    await index_texts(session, TOPICS, [topic_entry(topic_id, title, room_id)])


async def read_messages(session: AsyncSession, place: str, most: int) -> tuple[Sequence[Entry], str | None]:
    """Read what was said, for the index to be made anew."""
    rows = await fetch(session, _AFTER, place=int(place or 0), most=most)
    entries = [_entry_of(row) for row in rows if row.body is not None]
    return entries, str(rows[-1].key) if len(rows) == most else None


async def read_topics(session: AsyncSession, place: str, most: int) -> tuple[Sequence[Entry], str | None]:
    """Read the titles of topics, for the index to be made anew."""
    rows = await fetch(session, _TOPICS_AFTER, place=int(place or 0), most=most)
    entries = [topic_entry(row.id, row.title, row.room_id) for row in rows]
    return entries, str(rows[-1].id) if len(rows) == most else None


async def read_files(session: AsyncSession, place: str, most: int) -> tuple[Sequence[Entry], str | None]:
    """Read the names of the files of messages, for the index to be made anew."""
    rows = await fetch(session, _FILES_AFTER, place=place, most=most)
    return [_file_entry_of(row) for row in rows], rows[-1].file_id if len(rows) == most else None


SOURCES: Sources = {MESSAGES: read_messages, TOPICS: read_topics, FILES: read_files}
