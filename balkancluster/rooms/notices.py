"""Notifications about talk as their reader sees them: what stands today, where it is today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from balkancluster.database import AnyRow, fetch
from balkancluster.i18n.messages import Localized, Message, Written, _, ngettext
from balkancluster.members.marks import Mark
from balkancluster.notifications.models import (
    DIRECT,
    GATHERED,
    INVITATION,
    MENTION,
    REPLY,
    ROOM,
    TOPIC,
    Notification,
)
from balkancluster.notifications.showing import Presenter, Shown, calling
from balkancluster.rooms import models
from balkancluster.rooms.excerpts import read_excerpts
from balkancluster.rooms.models import Membership, ReadMark
from balkancluster.rooms.notice_state import has_something_unread, is_quiet, is_within_reach, names_person
from balkancluster.rooms.texts import Wordings, choose_wording, read_wordings
from balkancluster.rooms.unread import MOST_SHOWN, READ

QUOTE_LENGTH = 140


@dataclass(frozen=True, slots=True)
class RoomName:
    """The name of a room, in the words that its reader understands best."""

    wordings: tuple[tuple[str, Any], ...]

    def in_locale(self, tag: str) -> str:
        """Return the name for a reader of this locale."""
        return choose_wording(dict(self.wordings), tag).name

    def lang_in(self, tag: str) -> str:
        """Return the language of that name."""
        return choose_wording(dict(self.wordings), tag).lang


def _room_name(wordings: Wordings) -> RoomName | None:
    return RoomName(tuple(wordings.items())) if wordings else None


_SAID = (
    select(
        models.Message.key,
        models.Message.id,
        models.Message.html,
        models.Message.lang,
        models.Message.topic_id,
        models.Message.room_id,
        models.Topic.title,
        models.Topic.lang.label("topic_lang"),
    )
    .join(models.Topic, models.Topic.id == models.Message.topic_id)
    .where(models.Message.key.in_(bindparam("keys", expanding=True)))
)


class TalkPresenter:
    """Shows what was said: mentions, replies, direct messages, followed topics, rooms heard in full."""

    def is_visible(self) -> ColumnElement[bool]:
        """What is unread shows while there is something to read; what was read while it can be read again."""
        single = is_within_reach() & (names_person() | (Notification.kind != MENTION))
        gathered = or_(
            and_(Notification.read_at.is_(None), has_something_unread(), ~is_quiet()),
            and_(Notification.read_at.is_not(None), is_within_reach()),
        )
        return or_(
            and_(Notification.kind.in_((MENTION, REPLY)), single),
            and_(Notification.kind.in_(GATHERED), gathered),
        )

    async def show(
        self, session: AsyncSession, rows: Sequence[AnyRow], people: dict[int, Mark]
    ) -> dict[int, Shown]:
        """Return what is seen of these, by id."""
        keys = {row.message_key for row in rows}
        said = {row.key: row for row in await fetch(session, _SAID, keys=list(keys))}
        names = await read_wordings(session, {row.room_id for row in said.values()})
        quotes = await read_excerpts(session, list(said.values()), QUOTE_LENGTH)
        unread = await _count_unread(session, [row for row in rows if row.read_at is None])
        shown = {}
        for row in rows:
            if message := said.get(row.message_key):
                count = unread.get((row.person_id, row.topic_id), 0)
                shown[row.id] = _shown(
                    row,
                    message,
                    quotes[message.key],
                    count,
                    people,
                    _room_name(names.get(message.room_id, {})),
                )
        return shown


def _shown(
    row: AnyRow, message: AnyRow, quote: str, unread: int, people: dict[int, Mark], place: RoomName | None
) -> Shown:
    is_single = row.kind not in GATHERED
    where = f"messages/{message.id}" if is_single else f"topics/{message.topic_id}#since"
    has_quote = is_single or (row.kind == DIRECT and unread <= 1)
    return Shown(
        text=_sentence(row.kind, calling(people.get(row.actor_id)), _title(message), unread),
        href=f"/rooms/{message.room_id}/{where}",
        place=place,
        quote=quote if has_quote else "",
        quote_lang=message.lang if has_quote else "",
        room_id=message.room_id,
        topic_id=message.topic_id,
    )


def _title(message: AnyRow) -> Localized | None:
    return Written(message.title, message.topic_lang) if message.title else None


def _sentence(kind: str, name: Localized, topic: Localized | None, unread: int) -> Message:
    """Return the sentence in the present tense: the past one would ask for somebody's gender."""
    if kind == DIRECT and unread > 1:
        return ngettext(
            "%(name)s writes to you: %(num)s new message",
            "%(name)s writes to you: %(num)s new messages",
            unread,
            name=name,
        )
    if kind == DIRECT:
        return _("%(name)s writes to you", name=name)
    if topic is None:
        calls = _("%(name)s mentions you", name=name)
        return calls if kind == MENTION else _("%(name)s replies to you", name=name)
    if kind == MENTION:
        return _("%(name)s mentions you in “%(topic)s”", name=name, topic=topic)
    if kind == REPLY:
        return _("%(name)s replies to you in “%(topic)s”", name=name, topic=topic)
    if unread:
        return ngettext(
            "%(num)s new message in “%(topic)s”", "%(num)s new messages in “%(topic)s”", unread, topic=topic
        )
    return _("Messages in “%(topic)s”", topic=topic)


_COUNTS = (
    select(Membership.person_id, models.Message.topic_id, func.count().label("messages"))
    .join(Membership, Membership.room_id == models.Message.room_id)
    .outerjoin(
        ReadMark,
        (ReadMark.topic_id == models.Message.topic_id) & (ReadMark.person_id == Membership.person_id),
    )
    .where(models.Message.topic_id.in_(bindparam("topics", expanding=True)))
    .where(Membership.person_id.in_(bindparam("people", expanding=True)))
    .where(models.Message.seq > READ, models.Message.removed_at.is_(None))
    .where(models.Message.author_id != Membership.person_id)
    .group_by(Membership.person_id, models.Message.topic_id)
)


async def _count_unread(session: AsyncSession, rows: Sequence[AnyRow]) -> dict[tuple[int, int], int]:
    gathered = [row for row in rows if row.kind in GATHERED]
    if not gathered:
        return {}
    topics, people = {row.topic_id for row in gathered}, {row.person_id for row in gathered}
    found = await fetch(session, _COUNTS, topics=list(topics), people=list(people))
    return {(row.person_id, row.topic_id): min(row.messages, MOST_SHOWN) for row in found}


class InvitationPresenter:
    """Shows that somebody was brought into a room."""

    def is_visible(self) -> ColumnElement[bool]:
        """While they are in it."""
        return (
            select(Membership.room_id)
            .where(Membership.room_id == Notification.room_id)
            .where(Membership.person_id == Notification.person_id)
            .correlate(Notification)
            .exists()
        )

    async def show(
        self, session: AsyncSession, rows: Sequence[AnyRow], people: dict[int, Mark]
    ) -> dict[int, Shown]:
        """Return what is seen of these, by id."""
        names = await read_wordings(session, {row.room_id for row in rows})
        shown = {}
        for row in rows:
            if room := _room_name(names.get(row.room_id, {})):
                name = calling(people.get(row.actor_id))
                text = _("%(name)s brings you into the room “%(room)s”", name=name, room=room)
                shown[row.id] = Shown(text, f"/rooms/{row.room_id}", room_id=row.room_id)
        return shown


PRESENTERS: tuple[tuple[Presenter, tuple[str, ...]], ...] = (
    (TalkPresenter(), (MENTION, REPLY, DIRECT, TOPIC, ROOM)),
    (InvitationPresenter(), (INVITATION,)),
)
