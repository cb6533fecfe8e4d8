"""Saying something: post, edit and remove a message, each one act of the room's log."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from balkancluster.access import Actor, ensure_can
from balkancluster.database import Database, new_id
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms import rights as rights
from balkancluster.rooms.drafts import Words, clean_client_id, clean_title, digest, prepare_words
from balkancluster.rooms.models import Mention, Message, Topic
from balkancluster.rooms.rights import Seat, find_seat
from balkancluster.rooms.topics import find_topic, first_topic, record_topic, touch_topic


@dataclass(frozen=True, slots=True)
class Draft:
    """What a client sends. `topic_id` or `new_topic` (a title), or neither for the room's first topic.

    `reply_to` is the id of a message in the same room.
    """

    client_id: str
    body: str
    topic_id: int | None = None
    new_topic: str | None = None
    reply_to: str | None = None

    @property
    def place(self) -> str:
        """Name where in the room it should go, for telling repeats apart."""
        return f"{self.topic_id or ''}/{self.new_topic or ''}/{self.reply_to or ''}"


@dataclass(frozen=True, slots=True)
class Posted:
    """The answer to a post: where the message now is. `duplicate` marks the answer to a repeat."""

    seq: int
    id: str
    epoch: str
    topic_id: int
    duplicate: bool


async def post_message(database: Database, log: Log, actor: Actor, room_id: int, draft: Draft) -> Posted:
    """Say something in a room, once for each client id.

    Raises NotFound for a stranger, Invalid for what cannot be said, Conflict when the id was used for
    other words.
    """
    if draft.topic_id is not None and draft.new_topic is not None:
        raise Invalid(_("Choose a topic or open a new one, not both."), field="topic")
    client_id = clean_client_id(draft.client_id)
    async with database.read() as session:
        seat = await find_seat(session, actor, room_id)
        words = await prepare_words(session, room_id, draft.body, actor.locale)
    if draft.new_topic is not None:
        ensure_can(actor, "open.topic", seat)
        clean_title(draft.new_topic)
    mark = digest(client_id, words.body, draft.place)

    async def act(transaction: Transaction) -> Posted:
        repeated = await _find_repeated(transaction, actor, room_id, client_id, mark)
        if repeated:
            return repeated
        await find_seat(transaction.session, actor, room_id)
        reply_key = await _find_reply(transaction, room_id, draft.reply_to)
        topic = await _find_place(transaction, actor, room_id, draft)
        columns = words.columns() | {
            "id": new_id(),
            "client_id": client_id,
            "digest": mark,
            "reply_to": reply_key,
        }
        return await _store(transaction, actor, topic, columns, words)

    return await log.append(room_id, act)


async def _find_repeated(
    transaction: Transaction, actor: Actor, room_id: int, client_id: str, mark: str
) -> Posted | None:
    statement = select(Message.seq, Message.id, Message.room_id, Message.topic_id, Message.digest).where(
        Message.author_id == actor.id, Message.posted_in == room_id, Message.client_id == client_id
    )
    row = (await transaction.session.execute(statement)).one_or_none()
    if row is None:
        return None
    # A removed message keeps no digest: a late repeat gets the first answer and nothing comes back.
    if row.digest and row.digest != mark:
        message = _("This id was already used for another message.")
        raise Conflict(message, code="client_id_used", field="client_id")
    return Posted(row.seq, row.id, transaction.epochs[room_id], row.topic_id, duplicate=True)


async def _find_reply(transaction: Transaction, room_id: int, message_id: str | None) -> int | None:
    if message_id is None:
        return None
    statement = select(Message.key).where(Message.id == message_id, Message.room_id == room_id)
    # PostgreSQL fails when it is asked for U+0000, and no id has it.
    key = None if "\0" in message_id else await transaction.session.scalar(statement)
    if key is None:
        raise Invalid(_("The message you answer is not in this room."), field="reply_to")
    return key


async def _find_place(transaction: Transaction, actor: Actor, room_id: int, draft: Draft) -> Topic:
    if draft.new_topic is not None:
        return await record_topic(transaction, actor, room_id, draft.new_topic)
    if draft.topic_id is not None:
        return await find_topic(transaction.session, room_id, draft.topic_id)
    return await first_topic(transaction.session, room_id)


async def _store(
    transaction: Transaction, actor: Actor, topic: Topic, columns: dict[str, Any], words: Words
) -> Posted:
    room_id = topic.room_id
    seq = transaction.heads[room_id] + 1
    place = {"room_id": room_id, "posted_in": room_id, "topic_id": topic.id, "seq": seq}
    values = columns | place | {"author_id": actor.id, "posted_at": transaction.at}
    result = await transaction.session.execute(insert(Message).values(values).returning(Message.key))
    key = result.scalar_one()
    await _write_mentions(transaction, key, words)
    transaction.record(room_id, "message.posted", actor_id=actor.id, message_key=key, topic_id=topic.id)
    await touch_topic(transaction, topic.id, seq)
    return Posted(seq, columns["id"], transaction.epochs[room_id], topic.id, duplicate=False)


async def _write_mentions(transaction: Transaction, key: int, words: Words) -> None:
    if words.mentions:
        rows = [{"message_key": key, "person_id": person_id} for person_id in sorted(words.mentions)]
        await transaction.session.execute(insert(Mention), rows)


async def edit_message(
    database: Database, log: Log, actor: Actor, room_id: int, message_id: str, body: str, rev: int
) -> int:
    """Say it better; return the new revision.

    `rev` is the revision the person saw. Raises Conflict when it was edited meanwhile, NotFound for a
    stranger, Forbidden for somebody else's words.
    """
    async with database.read() as session:
        await find_seat(session, actor, room_id)
        words = await prepare_words(session, room_id, body, actor.locale)

    async def act(transaction: Transaction) -> int:
        _seat, message = await find_message(transaction, actor, room_id, message_id)
        ensure_can(actor, "edit.message", message)
        if message.body == words.body:
            return message.rev
        if message.rev != rev:
            raise Conflict(_("You have edited this message on another device. Load it again."))
        values = words.columns() | {"rev": rev + 1, "edited_at": transaction.at}
        await _change(transaction, actor, message, "message.edited", values)
        await _write_mentions(transaction, message.key, words)
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
        await _change(transaction, actor, message, "message.removed", values)

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
) -> None:
    session = transaction.session
    await session.execute(delete(Mention).where(Mention.message_key == message.key))
    await session.execute(update(Message).where(Message.key == message.key).values(values))
    seq = transaction.record(
        message.room_id, kind, actor_id=actor.id, message_key=message.key, topic_id=message.topic_id
    )
    await touch_topic(transaction, message.topic_id, seq)
