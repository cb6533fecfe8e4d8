"""The JSON of notifications and of a person's own stream: the same on the API and the socket."""

from datetime import datetime
from typing import Annotated

import msgspec

from balkancluster.i18n.reading import Reading, read_text
from balkancluster.members.marks import Mark
from balkancluster.notifications.reading import NotificationView
from balkancluster.realtime.frames import ServerFrame, Somebody
from balkancluster.realtime.protocol import Seq


class NotificationOut(msgspec.Struct, omit_defaults=True):
    """Something I was told of, in my language: a sentence, where it leads, and whether I have read it.

    `html` is the sentence with the languages of names marked, `place` the room, `quote` somebody's own words.
    """

    id: str
    seq: int
    kind: str
    at: datetime
    read: bool
    actor: Somebody | None
    text: str
    html: str
    href: str
    place: str = ""
    quote: str = ""
    quote_lang: str = ""
    room: str | None = None
    topic: str | None = None


class MarkedOut(msgspec.Struct):
    """A topic that I have read up to `seq`; what is unread of it, and of its room at `head` of its log."""

    room: str
    topic: str
    seq: int
    topic_unread: int
    topic_for_me: int
    unread: int
    for_me: int
    head: int


class OwnRoomOut(msgspec.Struct, omit_defaults=True):
    """A room of mine as it is now, at `head` of its log; of one that I am not in any more only the id."""

    id: str
    name: str = ""
    lang: str = ""
    kind: str = ""
    head: int = 0
    epoch: str = ""
    unread: int = 0
    for_me: int = 0
    archived: bool = False
    muted: tuple[str, ...] = ()
    level: str = ""


class OwnEventOut(msgspec.Struct, omit_defaults=True):
    """One event of my own stream, with what it means today.

    `unread_notifications` and the ids of the newest of them come with everything that changes notifications.
    """

    seq: int
    kind: str
    at: datetime
    actor: Somebody | None
    notification: NotificationOut | None = None
    unread_notifications: int | msgspec.UnsetType = msgspec.UNSET
    unread_ids: list[str] | msgspec.UnsetType = msgspec.UNSET
    marked: MarkedOut | None = None
    room: OwnRoomOut | None = None
    topic: str | None = None


class OwnEventsOut(msgspec.Struct):
    """A part of one's own stream: everything after the number that was asked for, up to the limit."""

    epoch: str
    head: int
    events: list[OwnEventOut]


class NoticeFrame(ServerFrame, tag="notice"):
    """News of one's own stream on the socket: one event or several, in order."""

    epoch: str
    events: list[OwnEventOut]


class NotificationsOut(msgspec.Struct):
    """My notifications, the newest first, how many are unread, and where my own stream is."""

    epoch: str
    head: int
    unread: int
    items: list[NotificationOut]


class NotificationsQuery(msgspec.Struct, forbid_unknown_fields=True):
    """Which notifications: those before a number, newest first."""

    before: Seq | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


class NotificationsRead(msgspec.Struct, forbid_unknown_fields=True):
    """Up to which number of one's own stream everything is read."""

    seq: Seq


def somebody(mark: Mark | None) -> Somebody | None:
    """Return somebody as JSON; who has left keeps no name."""
    return Somebody(str(mark.id), "" if mark.is_former else mark.name) if mark else None


def notification_out(notice: NotificationView, reading: Reading) -> NotificationOut:
    """Return a notification as JSON for who reads so."""
    quote = read_text(notice.quote, notice.quote_lang, reading)
    return NotificationOut(
        id=str(notice.id),
        seq=notice.seq,
        kind=notice.kind,
        at=notice.at,
        read=notice.is_read,
        actor=somebody(notice.actor),
        text=notice.text.to(reading),
        html=str(notice.text.in_html(reading)),
        href=notice.href,
        place=notice.place.in_locale(reading.locale) if notice.place else "",
        quote=quote.text,
        quote_lang=quote.lang,
        room=str(notice.room_id) if notice.room_id else None,
        topic=str(notice.topic_id) if notice.topic_id else None,
    )
