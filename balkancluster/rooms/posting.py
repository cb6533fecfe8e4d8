"""Saying something: post, edit and remove a message, each one act of the room's log."""

import contextlib
from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, update

from balkancluster.access import Actor, ensure_can
from balkancluster.database import Database, fetch, new_id
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.files.views import FileView
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms import rights as rights
from balkancluster.rooms.attachments import (
    attach_files,
    claim_attached,
    clean_file_ids,
    detach_files,
    list_file_ids,
    split_attached,
)
from balkancluster.rooms.drafts import Draft as Draft
from balkancluster.rooms.drafts import (
    Words,
    clean_client_id,
    clean_title,
    digest,
    names_nobody,
    prepare_words,
    ready_words,
)
from balkancluster.rooms.indexing import message_entry
from balkancluster.rooms.models import DIRECT, Mention, Message, Pin, Reaction
from balkancluster.rooms.placing import Posted as Posted
from balkancluster.rooms.placing import find_place, find_repeated, question_of
from balkancluster.rooms.rights import Seat, ensure_takes_words, find_open_seat, find_seat
from balkancluster.rooms.telling import Said, take_back, tell_of_edit, tell_of_message
from balkancluster.rooms.topics import find_topic, touch_topic
from balkancluster.rooms.usual_place import UsualPlace
from balkancluster.textindex.indexes import MESSAGES
from balkancluster.textindex.writing import index_note, remove_texts
from balkancluster.translation.store import forget as forget_translations


async def post_message(database: Database, log: Log, actor: Actor, room_id: int, draft: Draft) -> Posted:
    """Say something in a room, once for each client id.

    Raises NotFound for a stranger, Invalid for what cannot be said, Conflict when the id was used for
    other words.
    """
    if draft.topic_id is not None and draft.new_topic is not None:
        raise Invalid(_("Choose a topic or open a new one, not both."), field="topic")
    client_id = clean_client_id(draft.client_id)
    file_ids = clean_file_ids(draft.files)
    words = await _prepare(database, actor, room_id, draft)
    mark = digest(client_id, words.body, draft.place)
    written = words.columns() | {"client_id": client_id, "digest": mark}
    question = question_of(actor, room_id, client_id, draft)

    async def act(transaction: Transaction) -> Posted:
        place: UsualPlace | None = await transaction.answer(question) if question else None
        if place is None:
            repeated = await find_repeated(transaction, actor, room_id, client_id, mark)
            if repeated:
                return repeated
            place = await find_place(transaction, actor, room_id, draft)
        columns = written | {"id": new_id(), "reply_to": place.reply_key}
        files = await claim_attached(transaction, actor, file_ids)
        posted, key = await _store(transaction, actor, room_id, place, columns, words, files)
        said = Said(
            room_id=room_id,
            topic_id=place.topic_id,
            seq=posted.seq,
            key=key,
            author_id=actor.id,
            mentions=words.mentions,
            answers=place.answers,
            is_direct=place.is_direct,
            is_listened=place.is_listened,
        )
        await tell_of_message(transaction, said)
        return posted

    return await log.append(room_id, act, question)


async def _prepare(database: Database, actor: Actor, room_id: int, draft: Draft) -> Words:
    """Check all that can be checked before the act; who is in the room is asked again in the act itself."""
    if draft.new_topic is None and names_nobody(draft.body):
        with contextlib.suppress(Invalid):
            return ready_words(draft.body, actor.locale, has_files=bool(draft.files))
    async with database.read() as session:
        seat = await find_seat(session, actor, room_id)
        words = await prepare_words(session, room_id, draft.body, actor.locale, has_files=bool(draft.files))
    if draft.new_topic is not None:
        ensure_can(actor, "open.topic", seat)
        clean_title(draft.new_topic)
    return words


_INSERT = insert(cast(Table, Message.__table__))
_INSERT_AND_NUMBER = _INSERT.returning(Message.__table__.c.key)
_NAME = insert(cast(Table, Mention.__table__))


async def _store(
    transaction: Transaction,
    actor: Actor,
    room_id: int,
    place: UsualPlace,
    columns: dict[str, Any],
    words: Words,
    files: Sequence[FileView],
) -> tuple[Posted, int]:
    """Write the message and its event; return where it is, and its key."""
    topic_id, seq = place.topic_id, transaction.heads[room_id] + 1
    values = columns | {
        "room_id": room_id,
        "posted_in": room_id,
        "topic_id": topic_id,
        "seq": seq,
        "author_id": actor.id,
        "posted_at": transaction.at,
    }
    key = place.key
    if key is not None:
        transaction.note(_INSERT, values | {"key": key})
    else:
        # Keys of messages that are only noted must not be given a second time.
        await transaction.write_notes()
        key = int((await fetch(transaction.session, _INSERT_AND_NUMBER, **values))[0].key)
    _note_mentions(transaction, key, words)
    where = {"room_id": room_id, "topic_id": topic_id, "author_id": actor.id}
    _note_text(transaction, key, words, has_files=bool(files), **where)
    await attach_files(transaction, key, files, **where)
    transaction.record(room_id, "message.posted", actor_id=actor.id, message_key=key, topic_id=topic_id)
    touch_topic(transaction, topic_id, seq)
    return Posted(seq, columns["id"], transaction.epochs[room_id], topic_id, room_id, duplicate=False), key


def _note_mentions(transaction: Transaction, key: int, words: Words) -> None:
    for person_id in sorted(words.mentions):
        transaction.note(_NAME, {"message_key": key, "person_id": person_id})


def _note_text(transaction: Transaction, key: int, words: Words, *, has_files: bool, **where: int) -> None:
    html, lang = words.html, words.lang
    entry = message_entry(key, words.text, html=html, lang=lang, has_files=has_files, **where)
    transaction.note(*index_note(transaction.session, MESSAGES, entry))


async def edit_message(
    database: Database,
    log: Log,
    actor: Actor,
    room_id: int,
    message_id: str,
    body: str,
    rev: int,
    kept: Collection[str] | None = None,
) -> int:
    """Say it better; return the new revision.

    `rev` is the revision the person saw, `kept` the ids of the files that stay: all where it is None. Raises
    Conflict when it was edited meanwhile, NotFound for a stranger, Forbidden for somebody else's words.
    """
    async with database.read() as session:
        await find_seat(session, actor, room_id)
        # Whether it has files is asked in the act itself.
        words = await prepare_words(session, room_id, body, actor.locale, has_files=True)

    async def act(transaction: Transaction) -> int:
        await find_open_seat(transaction.session, actor, room_id)
        seat, message = await find_message(transaction, actor, room_id, message_id)
        ensure_can(actor, "edit.message", message)
        ensure_takes_words(await find_topic(transaction.session, room_id, message.topic_id))
        gone, stay = await split_attached(transaction.session, message.key, kept, words.body)
        if message.body == words.body and not gone:
            return message.rev
        if message.rev != rev:
            raise Conflict(_("You have edited this message on another device. Load it again."))
        values = words.columns() | {"rev": rev + 1, "edited_at": transaction.at}
        await detach_files(transaction.session, gone)
        seq = await _change(transaction, actor, message, "message.edited", values)
        _note_mentions(transaction, message.key, words)
        place = {"room_id": room_id, "topic_id": message.topic_id, "author_id": message.author_id}
        _note_text(transaction, message.key, words, has_files=bool(stay), **place)
        said = Said(
            room_id=room_id,
            topic_id=message.topic_id,
            seq=seq,
            key=message.key,
            author_id=actor.id,
            mentions=words.mentions,
            is_direct=seat.kind == DIRECT,
        )
        await tell_of_edit(transaction, said)
        return rev + 1

    return await log.append(room_id, act)


async def remove_message(log: Log, actor: Actor, room_id: int, message_id: str) -> None:
    """Take one's words back: the text is erased, a tombstone stays (D4). Repeating it changes nothing.

    Raises NotFound for a stranger, Forbidden for somebody else's words.
    """

    async def act(transaction: Transaction) -> None:
        _seat, message = await find_message(transaction, actor, room_id, message_id)
        ensure_can(actor, "remove.message", message)
        if message.removed_at is not None:
            return
        values: dict[str, object] = {
            "body": None,
            "html": None,
            "digest": "",
            "search_text": "",
            "rev": message.rev + 1,
            "removed_at": transaction.at,
            "removed_by": actor.id,
        }
        for made_of_it in (Reaction, Pin):
            await transaction.session.execute(delete(made_of_it).filter_by(message_key=message.key))
        await detach_files(transaction.session, await list_file_ids(transaction.session, message.key))
        await _change(transaction, actor, message, "message.removed", values)
        await remove_texts(transaction.session, MESSAGES, [message.key])
        await take_back(transaction, message.key, message.topic_id)

    await log.append(room_id, act)


async def find_message(
    transaction: Transaction, actor: Actor, room_id: int, message_id: str
) -> tuple[Seat, Message]:
    """Return a message of a room the actor is in. Raises NotFound."""
    seat = await find_seat(transaction.session, actor, room_id)
    statement = (
        select(Message)
        .where(Message.id == message_id, Message.room_id == room_id)
        .execution_options(populate_existing=True)
    )
    message = (await transaction.session.scalars(statement)).one_or_none()
    if message is None:
        raise NotFound
    return seat, message


async def _change(
    transaction: Transaction, actor: Actor, message: Message, kind: str, values: dict[str, Any]
) -> int:
    """Change a message and return the number of the event that tells of it."""
    session = transaction.session
    await session.execute(delete(Mention).where(Mention.message_key == message.key))
    # Other words, or none, are no longer what was translated.
    await forget_translations(session, [message.key])
    await session.execute(update(Message).where(Message.key == message.key).values(values))
    seq = transaction.record(
        message.room_id, kind, actor_id=actor.id, message_key=message.key, topic_id=message.topic_id
    )
    touch_topic(transaction, message.topic_id, seq)
    return seq
