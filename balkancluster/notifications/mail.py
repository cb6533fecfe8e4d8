"""Letters about what nobody looked at: one until the next visit, not in quiet hours, in the reader's words.

Each notification that may leave by mail has its row in the outbox from the beginning (`Delivery`). When it is
due somebody looks: what was seen meanwhile is settled, who is here is waited for, who has a letter already
since the last visit gets no second one. A letter is written anew before each try to send it, so that it never
tells of what was seen, or taken back, while the mail server was away.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import Database, database_now
from balkancluster.i18n.locales import SOURCE
from balkancluster.i18n.messages import Message, ngettext
from balkancluster.mail.models import Mail
from balkancluster.mail.outbox import enqueue, rewrite
from balkancluster.members.models import ACTIVE, Person
from balkancluster.members.people import reading_of
from balkancluster.notifications.choices import Choices, unsubscribe_token
from balkancluster.notifications.models import MAIL, Delivery
from balkancluster.notifications.reading import NotificationView, find_by_seq
from balkancluster.notifications.telling import UNSEEN
from balkancluster.settings import Settings
from balkancluster.web.pages import render_fragment

LOOK_EVERY = 20.0
PEOPLE_AT_ONCE = 200
TOLD_ONE_BY_ONE = 10
AGED = timedelta(hours=6)
"""What is older than this is not told one by one any more, but counted in one line."""

MAILED, SEEN, COVERED, UNWANTED = "mailed", "seen", "covered", "unwanted"

logger = logging.getLogger("balkancluster.notifications")


class NewsLetters:
    """Writes the letters that are due; several processes may do so at once."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def write_due(self) -> None:
        """Look at everybody whose outbox has something due; what fails for one does not hold up the others.

        Where letters neither leave nor can be read, none is written.
        """
        here = self._settings
        if not (here.mail_url or here.demo or here.development):
            return
        async with self._database.read() as session:
            now = await database_now(session)
            due = select(Delivery.person_id).distinct().where(*_is_due(now)).limit(PEOPLE_AT_ONCE)
            people = list(await session.scalars(due))
        for person_id in people:
            try:
                async with self._database.write() as session:
                    await self._look(session, person_id)
            except Exception:
                logger.exception("what person %s missed could not be looked at", person_id)

    async def _look(self, session: AsyncSession, person_id: int) -> None:
        now = await database_now(session)
        person = await _take(session, person_id)
        if person is None:
            return
        mine = (Delivery.person_id == person_id, *_is_due(now))
        seqs = list(await session.scalars(select(Delivery.seq).where(*mine)))
        if not _wants_letters(person):
            await _settle(session, person_id, seqs, UNWANTED, now)
            return
        unseen = await _find_unseen(session, person_id, seqs)
        waiting = [notice.seq for notice in unseen]
        await _settle(session, person_id, set(seqs) - set(waiting), SEEN, now)
        if not waiting:
            return
        if later := _wait_until(person, now):
            await _postpone(session, person_id, waiting, later)
        elif person.mailed_at and (person.visited_at is None or person.visited_at <= person.mailed_at):
            await _settle(session, person_id, waiting, COVERED, now)
        else:
            await self._write(session, person, unseen, now)

    async def _write(
        self, session: AsyncSession, person: Person, unseen: Sequence[NotificationView], now: datetime
    ) -> None:
        locale = person.locale or SOURCE
        mail = await enqueue(
            session,
            recipient=person.email or "",
            locale=locale,
            subject=self._subject(unseen),
            text=self._text(person, unseen, now),
        )
        mail.created_at = now
        mail.news_for = person.id
        mail.unsubscribe = self._link(person)
        await _settle(session, person.id, [notice.seq for notice in unseen], MAILED, now)
        person.mailed_at = now
        await session.flush()

    async def refresh(self, session: AsyncSession, mail: Mail) -> bool:
        """Let a letter say, before it leaves, what is unseen now; False when it leaves later, or never."""
        now = await database_now(session)
        person = await session.get(Person, mail.news_for, populate_existing=True)
        if person is None or not _wants_letters(person):
            return _drop(mail, now)
        if person.visited_at and person.visited_at > mail.created_at:
            # Who was here since then is told anew of what they still have not looked at.
            await _reopen(session, person, mail.created_at)
            return _drop(mail, now)
        if end := _choices(person).quiet_end(now, person.time_zone):
            mail.not_before = end
            return False
        told = select(Delivery.seq).where(
            Delivery.person_id == person.id,
            Delivery.settled_at >= mail.created_at,
            Delivery.outcome.in_((MAILED, COVERED)),
        )
        unseen = await _find_unseen(session, person.id, list(await session.scalars(told)))
        if not unseen:
            return _drop(mail, now)
        rewrite(mail, self._subject(unseen), self._text(person, unseen, now))
        return True

    # The letter

    def _subject(self, unseen: Sequence[NotificationView]) -> Message:
        """Return a subject that holds nobody's words and no name: it may be read over a shoulder."""
        return ngettext(
            "%(num)s new notification at %(site)s",
            "%(num)s new notifications at %(site)s",
            len(unseen),
            site=self._settings.site_name,
        )

    def _text(self, person: Person, unseen: Sequence[NotificationView], now: datetime) -> str:
        fresh = [notice for notice in unseen if now - notice.at <= AGED][:TOLD_ONE_BY_ONE]
        return render_fragment(
            "mail/news.txt",
            reading_of(person),
            site_name=self._settings.site_name,
            base_url=self._settings.base_url,
            name=person.name,
            fresh=fresh,
            others=len(unseen) - len(fresh),
            unsubscribe=self._link(person),
        )

    def _link(self, person: Person) -> str:
        return f"{self._settings.base_url}/unsubscribe/{unsubscribe_token(self._settings, person.id)}"


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Delivery.channel == MAIL, Delivery.settled_at.is_(None), Delivery.due_at <= now


async def _take(session: AsyncSession, person_id: int) -> Person | None:
    """Return a person whom no other process looks at just now."""
    statement = select(Person).where(Person.id == person_id)
    locked = statement.with_for_update(key_share=True, skip_locked=True)
    return (await session.scalars(locked.execution_options(populate_existing=True))).one_or_none()


def _wants_letters(person: Person) -> bool:
    return person.state == ACTIVE and person.wants_mail and bool(person.email)


def _choices(person: Person) -> Choices:
    return Choices(person.wants_mail, person.quiet_from, person.quiet_until)


def _wait_until(person: Person, now: datetime) -> datetime | None:
    """Return when to look again: who is here may still see it, and who sleeps is let sleep."""
    if person.visited_at and now - person.visited_at < UNSEEN:
        return person.visited_at + UNSEEN
    return _choices(person).quiet_end(now, person.time_zone)


async def _find_unseen(session: AsyncSession, person_id: int, seqs: Sequence[int]) -> list[NotificationView]:
    """Return those that can be seen and were not, the newest first."""
    found = await find_by_seq(session, person_id, seqs) if seqs else []
    return sorted((notice for notice in found if not notice.is_read), key=lambda notice: -notice.seq)


async def _settle(
    session: AsyncSession, person_id: int, seqs: Collection[int], outcome: str, now: datetime
) -> None:
    if seqs:
        values = {"settled_at": now, "outcome": outcome}
        await session.execute(update(Delivery).where(*_of(person_id, seqs)).values(values))


async def _postpone(session: AsyncSession, person_id: int, seqs: Collection[int], until: datetime) -> None:
    await session.execute(update(Delivery).where(*_of(person_id, seqs)).values(due_at=until))


def _of(person_id: int, seqs: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return Delivery.person_id == person_id, Delivery.channel == MAIL, Delivery.seq.in_(list(seqs))


async def _reopen(session: AsyncSession, person: Person, since: datetime) -> None:
    assert person.visited_at is not None, "only who was here is told anew"
    told = (Delivery.settled_at >= since, Delivery.outcome.in_((MAILED, COVERED)))
    values = {"settled_at": None, "outcome": None, "due_at": person.visited_at + UNSEEN}
    await session.execute(update(Delivery).where(Delivery.person_id == person.id, *told).values(values))
    person.mailed_at = None


def _drop(mail: Mail, now: datetime) -> bool:
    mail.sent_at, mail.text, mail.last_error = now, "", "not needed any more"
    return False
