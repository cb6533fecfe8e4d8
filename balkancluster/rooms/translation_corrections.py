"""Putting a translation right: by anybody in the room, under their own name, beside what the service gave."""

from sqlalchemy import select

from balkancluster.access import Actor, ensure_can, rule
from balkancluster.audit import record
from balkancluster.errors import Conflict, NotFound
from balkancluster.i18n.detection import detect
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms import markdown
from balkancluster.rooms.drafts import clean_body
from balkancluster.rooms.models import Message
from balkancluster.rooms.posting import find_message
from balkancluster.rooms.rights import Seat, ensure_open, may_rename_room
from balkancluster.rooms.translations import tell_translated
from balkancluster.translation.models import ASKED, Correction, Translation
from balkancluster.translation.store import add_correction


@rule("withdraw.correction")
def may_withdraw(actor: Actor, subject: tuple[Seat, int]) -> bool:
    """Who put it right may take that back, and who runs the room."""
    seat, author_id = subject
    return author_id == actor.id or may_rename_room(actor, seat)


async def correct_translation(
    log: Log, actor: Actor, locale: str, room_id: int, message_id: str, body: str, rev: int
) -> None:
    """Give other words for a translation into the language of the actor's pages.

    `rev` is the revision of the message that the person saw. Raises Invalid for the field body, Conflict when
    the message was edited meanwhile or the room is archived, NotFound where nothing was translated.
    """
    body = clean_body(body)
    html, lang, target = markdown.render(body), detect(body, locale), language_of(locale)

    async def act(transaction: Transaction) -> None:
        seat, message = await _find_translated(transaction, actor, room_id, message_id, target)
        ensure_open(seat)
        if message.rev != rev:
            raise Conflict(_("The message was edited meanwhile. Look at its new words first."))
        correction = Correction(
            text_key=message.key,
            version=rev,
            target=target,
            person_id=actor.id,
            body=body,
            html=html,
            lang=lang,
            corrected_at=transaction.at,
        )
        await add_correction(transaction.session, correction)
        await record(
            transaction.session, actor.id, "correct.translation", "message", message.id, target=target
        )
        await tell_translated(transaction, message.key, actor.id)

    await log.append(room_id, act)


async def withdraw_correction(log: Log, actor: Actor, locale: str, room_id: int, message_id: str) -> None:
    """Take the newest correction back: what stood before is shown again.

    Raises NotFound, or Forbidden for who neither wrote it nor runs the room.
    """
    target = language_of(locale)

    async def act(transaction: Transaction) -> None:
        session = transaction.session
        seat, message = await _find_translated(transaction, actor, room_id, message_id, target)
        newest = (
            select(Correction)
            .filter_by(text_key=message.key, version=message.rev, target=target)
            .order_by(Correction.id.desc())
            .limit(1)
        )
        correction = await session.scalar(newest)
        if correction is None:
            raise NotFound
        ensure_can(actor, "withdraw.correction", (seat, correction.person_id))
        await session.delete(correction)
        await session.flush()
        await record(session, actor.id, "withdraw.correction", "message", message.id, target=target)
        await tell_translated(transaction, message.key, actor.id)

    await log.append(room_id, act)


async def _find_translated(
    transaction: Transaction, actor: Actor, room_id: int, message_id: str, target: str
) -> tuple[Seat, Message]:
    """Return a message of which there is a translation, or was to be one. Raises NotFound."""
    seat, message = await find_message(transaction, actor, room_id, message_id)
    row = await transaction.session.get(Translation, (message.key, message.rev, target))
    if message.removed_at is not None or row is None or row.state == ASKED:
        raise NotFound
    return seat, message
