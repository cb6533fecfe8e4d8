"""Where a message goes, step by step: for what has no usual place, and to say what forbids it."""

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from balkancluster.access import Actor
from balkancluster.database import fetch
from balkancluster.errors import Conflict, Invalid, NotFound
from balkancluster.i18n.messages import _
from balkancluster.realtime.questions import Question
from balkancluster.realtime.streams import read_head
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.departures import ensure_company
from balkancluster.rooms.drafts import Draft
from balkancluster.rooms.models import DIRECT, Message, Topic
from balkancluster.rooms.rights import ensure_takes_words, find_open_seat, find_seat
from balkancluster.rooms.topics import find_topic, first_topic, record_topic
from balkancluster.rooms.usual_place import NewMessage, UsualPlace, find_usual_places


@dataclass(frozen=True, slots=True)
class Posted:
    """The answer to a post: where the message now is. `duplicate` marks the answer to a repeat.

    The room is another than the one posted to when the topic has been moved since.
    """

    seq: int
    id: str
    epoch: str
    topic_id: int
    room_id: int
    duplicate: bool


_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


def question_of(actor: Actor, room_id: int, client_id: str, draft: Draft) -> Question | None:
    """Return what to ask about a message that may go to a usual place."""
    if draft.new_topic is not None or (draft.reply_to is not None and not _ID.fullmatch(draft.reply_to)):
        return None
    asked = NewMessage(actor.id, room_id, draft.topic_id, client_id, draft.reply_to)
    return Question(find_usual_places, asked)


_REPEATED = select(Message.seq, Message.id, Message.room_id, Message.topic_id, Message.digest).where(
    Message.author_id == bindparam("author_id"),
    Message.posted_in == bindparam("posted_in"),
    Message.client_id == bindparam("client_id"),
)


async def find_repeated(
    transaction: Transaction, actor: Actor, room_id: int, client_id: str, mark: str
) -> Posted | None:
    """Return the answer to a message that was posted before, or None. Raises Conflict for other words."""
    same = {"author_id": actor.id, "posted_in": room_id, "client_id": client_id}
    found = await fetch(transaction.session, _REPEATED, **same)
    if not found:
        return None
    row = found[0]
    # A removed message keeps no digest: a late repeat gets the first answer and nothing comes back.
    if row.digest and row.digest != mark:
        message = _("This id was already used for another message.")
        raise Conflict(message, code="client_id_used", field="client_id")
    if row.room_id != room_id:
        await _ensure_sees(transaction, actor, row.room_id)
    epoch, _head = await read_head(transaction.session, row.room_id)
    return Posted(row.seq, row.id, epoch, row.topic_id, row.room_id, duplicate=True)


async def _ensure_sees(transaction: Transaction, actor: Actor, room_id: int) -> None:
    """Refuse to tell where a message went to who is not there. Raises Conflict."""
    try:
        await find_seat(transaction.session, actor, room_id)
    except NotFound:
        message = _("This message was sent, and its topic was moved to another room since.")
        raise Conflict(message, code="message_moved") from None


async def _find_reply(
    transaction: Transaction, room_id: int, message_id: str | None
) -> tuple[int | None, int | None]:
    """Return the key of the message that is answered, and who said it."""
    if message_id is None:
        return None, None
    statement = select(Message.key, Message.author_id).where(
        Message.id == message_id, Message.room_id == room_id
    )
    # PostgreSQL fails when it is asked for U+0000, and no id has it.
    found = None if "\0" in message_id else (await transaction.session.execute(statement)).one_or_none()
    if found is None:
        raise Invalid(_("The message you are replying to is not in this room."), field="reply_to")
    return found.key, found.author_id


async def find_place(transaction: Transaction, actor: Actor, room_id: int, draft: Draft) -> UsualPlace:
    """Find the place step by step, and open the topic that shall be new. Raises what forbids it."""
    seat = await find_open_seat(transaction.session, actor, room_id)
    await ensure_company(transaction.session, seat)
    reply_key, answers = await _find_reply(transaction, room_id, draft.reply_to)
    topic = await _find_topic(transaction, actor, room_id, draft)
    return UsualPlace(topic.id, True, seat.kind == DIRECT, reply_key=reply_key, answers=answers)


async def _find_topic(transaction: Transaction, actor: Actor, room_id: int, draft: Draft) -> Topic:
    if draft.new_topic is not None:
        return await record_topic(transaction, actor, room_id, draft.new_topic)
    if draft.topic_id is not None:
        topic = await find_topic(transaction.session, room_id, draft.topic_id)
    else:
        topic = await first_topic(transaction.session, room_id)
    ensure_takes_words(topic)
    return topic
