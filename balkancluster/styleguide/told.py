"""Notifications of the style guide: of several kinds, unread and read."""

from datetime import date, datetime, timedelta

from balkancluster.i18n.messages import Message, Quoted, _, ngettext
from balkancluster.members.marks import Mark
from balkancluster.notifications.models import DIRECT, INVITATION, MENTION, REPLY, TOPIC
from balkancluster.notifications.reading import NotificationView
from balkancluster.styleguide.people import BORIS, DRAGAN, ELENA
from balkancluster.styleguide.talk import WOOL

PLACE = Quoted("Tekstil i odeća", "sr-Latn")


def days(now: datetime) -> list[tuple[date, list[NotificationView]]]:
    """Return notifications by day, the newest first."""
    topic = Quoted(WOOL, "sr-Latn")
    mention = _("%(name)s mentions you in “%(topic)s”", name=_name(BORIS), topic=topic)
    direct = _("%(name)s writes to you", name=_name(DRAGAN))
    reply = _("%(name)s replies to you in “%(topic)s”", name=_name(ELENA), topic=topic)
    several = ngettext(
        "%(num)s new message in “%(topic)s”", "%(num)s new messages in “%(topic)s”", 4, topic=topic
    )
    brought = _("%(name)s brings you into the room “%(room)s”", name=_name(ELENA), room=PLACE)
    yesterday = now - timedelta(days=1)
    lines = [
        _line(5, MENTION, BORIS, now, mention, quote="@Ana Jovanović, could you bring the dyes?"),
        _line(4, DIRECT, DRAGAN, now, direct, quote="Узорци стижу сутра до 14 часова."),
        _line(3, REPLY, ELENA, now, reply, is_read=True, quote="Можем да изтъчем 300 метра."),
        _line(2, TOPIC, ELENA, yesterday, several, is_read=True),
        _line(1, INVITATION, ELENA, yesterday, brought, is_read=True),
    ]
    return [(now.date(), lines[:3]), (yesterday.date(), lines[3:])]


def _name(who: Mark) -> Quoted:
    return Quoted(who.name, who.lang)


def _line(
    seq: int, kind: str, who: Mark, at: datetime, text: Message, *, quote: str = "", is_read: bool = False
) -> NotificationView:
    return NotificationView(
        id=-seq,
        seq=seq,
        kind=kind,
        at=at,
        is_read=is_read,
        actor=who,
        text=text,
        href="#told",
        place=PLACE,
        quote=quote,
        quote_lang=who.lang if quote else "",
    )
