"""Messages in the reader's language: offered, asked for once for everybody, put right by people.

Only who asks has words sent away: the text of one message, never of a removed one, of private and direct
rooms only where the coordinator allows it and the reader asks by hand. A translation is shown beside the
author's words; it is in no search, quote or letter.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.access import Actor
from balkancluster.database import Database, database_now
from balkancluster.errors import NotFound, Problem, TooMany, Unavailable
from balkancluster.i18n.detection import UNKNOWN
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.messages import _
from balkancluster.realtime.log import Log
from balkancluster.realtime.transaction import Transaction
from balkancluster.rooms.models import OPEN, Message
from balkancluster.rooms.rights import Seat, find_seat
from balkancluster.rooms.translation_choices import is_always
from balkancluster.rooms.views import MessageView
from balkancluster.settings import Settings
from balkancluster.translation.budget import give_back, spend
from balkancluster.translation.choices import allows_private, find_read_languages
from balkancluster.translation.failures import BUDGET, REJECTED, UNSENT, Failure
from balkancluster.translation.glossary import find_phrases
from balkancluster.translation.languages import Pair
from balkancluster.translation.store import claim, finish
from balkancluster.translation.translator import Translator

TRANSLATED = "message.translated"
WORTH_ASKING = 20
"""Letters of a text whose language nobody could tell, from which on a translation of it is offered."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What translating needs of a process."""

    settings: Settings
    database: Database
    log: Log
    translator: Translator


@dataclass(frozen=True, slots=True)
class Wanting:
    """What one reader wants of one topic: into `target`, of no language that is read, perhaps all at once."""

    person_id: int
    target: str
    reads: frozenset[str]
    is_always: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One text that this process has taken on."""

    room_id: int
    text_key: int
    version: int
    target: str
    asked_at: datetime
    person_id: int
    html: str
    lang: str
    pair: Pair

    @property
    def claimed(self) -> dict[str, Any]:
        """Return what names its row."""
        key = {"text_key": self.text_key, "version": self.version, "target": self.target}
        return key | {"asked_at": self.asked_at}


async def find_wanting(
    session: AsyncSession, translator: Translator, actor: Actor, locale: str, seat: Seat, topic_id: int
) -> Wanting | None:
    """Return what a reader may have translated in a topic; None where nothing may be."""
    if not translator.is_on or not (seat.kind == OPEN or await allows_private(session)):
        return None
    reads = await find_read_languages(session, actor, locale)
    always = seat.kind == OPEN and await is_always(session, actor, seat.room_id, topic_id)
    return Wanting(actor.id, language_of(locale), reads, always)


def needs_translation(translator: Translator, wanting: Wanting, message: MessageView) -> bool:
    """Whether a message is foreign to a reader, and the service can translate it."""
    if message.html is None or message.is_removed or message.author_id == wanting.person_id:
        return False
    if message.lang == UNKNOWN and sum(map(str.isalpha, message.body or "")) < WORTH_ASKING:
        return False
    return (
        language_of(message.lang) not in wanting.reads
        and translator.find_pair(message.lang, wanting.target) is not None
    )


async def ask_translation(
    desk: Desk, actor: Actor, locale: str, room_id: int, message_id: str, *, by_hand: bool = True
) -> bool:
    """Have a message translated, unless it is, or somebody has asked already; return whether it was begun.

    Raises NotFound for a stranger, for words that were taken back and where nothing may be sent; TooMany when
    the characters of today are used up, Unavailable while the service rests.
    """
    async with desk.database.write() as session:
        seat = await find_seat(session, actor, room_id)
        message = await _find_lasting(session, room_id, message_id)
        pair = desk.translator.find_pair(message.lang, language_of(locale))
        is_allowed = seat.kind == OPEN or (by_hand and await allows_private(session))
        if pair is None or not is_allowed:
            raise NotFound
        now = await database_now(session)
        job = Job(
            room_id=room_id,
            text_key=message.key,
            version=message.rev,
            target=language_of(locale),
            asked_at=now,
            person_id=actor.id,
            html=message.html or "",
            lang=message.lang,
            pair=pair,
        )
        if not await claim(session, job.text_key, job.version, job.target, desk.translator.name, now):
            return False
        if desk.translator.breaker.is_open:
            raise Unavailable(
                _("The translation service does not answer. Try again in a minute."), retry_after=60
            )
        await spend(session, desk.settings, actor.id, len(message.body or ""), now)
    desk.translator.begin(_make(desk, job, len(message.body or "")))
    return True


async def _find_lasting(session: AsyncSession, room_id: int, message_id: str) -> Message:
    """Return a message whose words stand, and hold it: who takes it back meanwhile waits."""
    statement = (
        select(Message)
        .where(Message.id == message_id, Message.room_id == room_id, Message.removed_at.is_(None))
        .with_for_update(read=True)
    )
    found: Message | None = await session.scalar(statement)
    if found is None:
        raise NotFound
    return found


async def _make(desk: Desk, job: Job, count: int) -> None:
    try:
        html, reason = await _translate(desk, job, count), ""
    except Failure as failure:
        html, reason = "", failure.reason
    except Exception:
        logger.exception("a translation failed")
        html, reason = "", REJECTED
    await _keep(desk, job, html, reason, 0 if reason not in UNSENT else count)


async def _translate(desk: Desk, job: Job, count: int) -> str:
    async def spend_again() -> None:
        try:
            async with desk.database.write() as session:
                await spend(session, desk.settings, job.person_id, count, await database_now(session))
        except TooMany as problem:
            raise Failure(BUDGET) from problem

    async with desk.database.read() as session:
        phrases = await find_phrases(session, job.html, job.lang, job.target)
    return await desk.translator.translate(job.html, job.pair, job.target, phrases, spend_again)


async def _keep(desk: Desk, job: Job, html: str, reason: str, unspent: int) -> None:
    async def act(transaction: Transaction) -> None:
        session = transaction.session
        if unspent:
            await give_back(session, job.person_id, unspent, job.asked_at)
        if not await finish(session, job.claimed, transaction.at, html=html, reason=reason):
            return
        await tell_translated(transaction, job.text_key, None)

    await desk.log.append(job.room_id, act)


async def tell_translated(transaction: Transaction, text_key: int, actor_id: int | None) -> None:
    """Let everybody in the room know that there is something new of a message in another language."""
    message = await transaction.session.get_one(Message, text_key)
    # A topic that was moved away meanwhile has its readers elsewhere: they find it when they look.
    if message.room_id in transaction.heads:
        place = {"message_key": message.key, "topic_id": message.topic_id}
        transaction.record(message.room_id, TRANSLATED, actor_id=actor_id, **place)


async def ask_always(
    desk: Desk, actor: Actor, locale: str, room_id: int, message_ids: Collection[str]
) -> None:
    """Have messages of an open room translated for who always wants it; stops where it may not go on."""
    for message_id in message_ids:
        try:
            await ask_translation(desk, actor, locale, room_id, message_id, by_hand=False)
        except NotFound:
            continue
        except Problem:
            return
